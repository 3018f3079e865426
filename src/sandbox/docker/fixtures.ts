/** A docker command of our own on PATH: it is the words of real engines that count. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';

/** @param script of /bin/sh */
export function stubDocker(t: TestContext, script: string): void {
  changeEnv(t, { PATH: `${stub(t, 'docker', script)}${delimiter}${process.env.PATH}` });
}

/** @returns the folder that it is in */
export function stub(t: TestContext, program: string, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, program), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, program), 0o755);
  return folder;
}

export function changeEnv(t: TestContext, changes: Record<string, string | undefined>): void {
  const before = { ...process.env };
  const put = (values: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(values))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
  put(changes);
  t.after(() => put(Object.fromEntries(Object.keys(changes).map((name) => [name, before[name]]))));
}
