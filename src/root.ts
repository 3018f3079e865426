import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of package.json: our own code is dist/main.mjs when bundled and src/root.ts in tests. */
export const PROJECT_ROOT = above(dirname(fileURLToPath(import.meta.url)));

/** A checkout has what builds it; what npm installs in another project has not. */
export const IS_CHECKOUT = existsSync(join(PROJECT_ROOT, 'build.mjs'));

/** How a command begins that is to be typed. */
export const PROGRAM = IS_CHECKOUT ? 'node run.mjs' : 'npx burstbox';

/** A file that comes with burstbox, as messages name it: `schema/profile.schema.json`, or the way to it from another project. */
export function shownOwn(file: string): string {
  return IS_CHECKOUT ? file : relative('', join(PROJECT_ROOT, file));
}

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
