/** Whether dist/ is newer than what it is made of. By itself, since every command asks, and hardly any has to build. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Its time says when the last build began. */
export const STAMP = join(ROOT, 'dist', 'stamp');

/** Looks once at each file that a build reads, since every command waits for this. */
export function isFresh() {
  try {
    const builtAt = statSync(STAMP).mtimeMs;
    const isOlder = (path) => statSync(path).mtimeMs < builtAt;
    return (
      ['build.mjs', 'package-lock.json'].every((name) => isOlder(join(ROOT, name))) &&
      ['src', 'scripts', 'schema'].every((name) => isFreshBelow(join(ROOT, name), isOlder))
    );
  } catch {
    return false; // no dist/ yet
  }
}

/** A folder counts too because its time changes when a file is removed. What is in no bundle does not. */
function isFreshBelow(folder, isOlder) {
  return (
    isOlder(folder) &&
    readdirSync(folder, { withFileTypes: true }).every((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return isFreshBelow(path, isOlder);
      return entry.name.endsWith('.test.ts') || isOlder(path);
    })
  );
}
