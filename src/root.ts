import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of package.json: our own code is dist/main.mjs when bundled and src/root.ts in tests. */
export const PROJECT_ROOT = above(dirname(fileURLToPath(import.meta.url)));

/** A checkout has what builds it; what npm installs in another project has not. */
export const IS_CHECKOUT = existsSync(join(PROJECT_ROOT, 'build.mjs'));

/** How a command begins that is to be typed. */
export const PROGRAM = IS_CHECKOUT ? 'node run.mjs' : 'npx burstbox';

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder));
}
