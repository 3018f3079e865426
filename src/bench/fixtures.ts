import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Go module with one test file of this text, below a folder. @returns its folder */
export function goModule(parent: string, tests: string): string {
  const folder = join(parent, 'module');
  mkdirSync(folder);
  writeFileSync(join(folder, 'go.mod'), 'module example.com/demo\n\ngo 1.21\n');
  writeFileSync(join(folder, 'demo_test.go'), `package demo\n\n${tests}\n`);
  return folder;
}
