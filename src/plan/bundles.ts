/**
 * Where the bundles of the scenarios lie. A checkout has them in dist/, which every command brings up to date. Where burstbox is
 * a package, they are made in the user's cache: those that it brings once for each version, and the user's own, which may have
 * changed since, by every command. Nothing is written into the package, which may be read-only.
 */
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { BurstboxError, reason } from '../errors.ts';
import { isOurs, spareCache, userCache } from '../files/cache-folder.ts';
import { makeFolder } from '../files/make-folder.ts';
import { onDisk } from '../files/on-disk.ts';
import { ownFolder, shownIn } from '../own-folder.ts';
import { PROJECT_ROOT } from '../root.ts';
import { putWhole, writeWhole } from '../store/write-whole.ts';

/** What makes them: src/build/in-package.mjs. */
export type Bundler = (wish: { folder: string; base: string; maps: boolean }) => Promise<Bundles>;

interface Bundles {
  files: { name: string; contents: Uint8Array }[];
  scenarios: object;
}

export interface BundleFolder {
  /** Holds scenarios.json, and scripts/NAME.js. */
  path: string;
  /** Where the scripts are. */
  sources: string;
}

const SCRIPTS = 'scripts';
export const DECLARATIONS = 'scenarios.json';
const KEY_DIGITS = 16;

let folders: readonly BundleFolder[] = [
  { path: join(PROJECT_ROOT, 'dist'), sources: join(PROJECT_ROOT, SCRIPTS) },
];

/** In the order in which names are looked for. */
export function bundleFolders(): readonly BundleFolder[] {
  return folders;
}

/** From now on they lie there. */
export function useBundles(made: readonly BundleFolder[]): void {
  folders = made;
}

/** Makes what is missing or may have changed. @throws BurstboxError build for a script that does not fit; machine */
export async function makeBundles(
  bundler: Bundler,
  env: NodeJS.ProcessEnv = process.env,
  own: string | undefined = ownFolder(),
): Promise<BundleFolder[]> {
  const cache = writableCache(env);
  const brought = await makeBrought(bundler, cache);
  return own === undefined ? [brought] : [brought, ...(await makeOwn(bundler, own, cache))];
}

async function makeBrought(bundler: Bundler, cache: string): Promise<BundleFolder> {
  const sources = join(PROJECT_ROOT, SCRIPTS);
  const path = join(cache, readFileSync(join(PROJECT_ROOT, 'dist', 'scripts.key'), 'utf8'));
  if (existsSync(path)) return { path, sources };
  const made = await bundled(bundler, sources, PROJECT_ROOT, false);
  onDisk(path, () => {
    try {
      putWhole(path, (draft) => {
        for (const { name, contents } of filesOf(made)) {
          mkdirSync(dirname(join(draft, name)), { recursive: true });
          writeFileSync(join(draft, name), contents);
        }
      });
    } catch (error) {
      if (!existsSync(path)) throw error; // else another command was faster
    }
  });
  return { path, sources };
}

/** None where there are no scripts. */
async function makeOwn(bundler: Bundler, own: string, cache: string): Promise<BundleFolder[]> {
  const sources = join(own, SCRIPTS);
  if (
    !existsSync(sources) ||
    !readdirSync(sources, { recursive: true }).some((file) => /\.ts$/.test(String(file)))
  )
    return [];
  const digest = createHash('sha256').update(own).digest('hex');
  const path = join(cache, `own-${digest.slice(0, KEY_DIGITS)}`);
  const files = filesOf(await bundled(bundler, sources, dirname(own), true));
  for (const { name, contents } of files) writeChanged(join(path, name), contents);
  const kept = new Set(files.map(({ name }) => join(path, name)));
  for (const file of readdirSync(join(path, SCRIPTS), { recursive: true })) {
    const bundle = join(path, SCRIPTS, String(file));
    if (bundle.endsWith('.js') && !kept.has(bundle)) rmSync(bundle);
  }
  return [{ path, sources }];
}

/** The declarations last: where they are, the bundles are too. */
function filesOf({ files, scenarios }: Bundles): Bundles['files'] {
  return [
    ...files.map(({ name, contents }) => ({ name: join(SCRIPTS, name), contents })),
    { name: DECLARATIONS, contents: Buffer.from(JSON.stringify(scenarios)) },
  ];
}

async function bundled(bundler: Bundler, folder: string, base: string, maps: boolean): Promise<Bundles> {
  try {
    return await bundler({ folder, base, maps });
  } catch (error) {
    const [first = '', ...more] = reason(error).split('\n');
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new BurstboxError('build', `build: ${first}${rest}`, { folder }, error);
  }
}

/** Another run may be about to read it. */
function writeChanged(path: string, contents: Uint8Array): void {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  onDisk(path, () => makeFolder(dirname(path), 0o700));
  writeWhole(path, contents);
}

/** As for programs: the user's, or where there is no home one that only this user can write to, since bundles are run. */
function writableCache(env: NodeJS.ProcessEnv): string {
  const refused: string[] = [];
  for (const cache of [userCache(env), spareCache(env)]) {
    const folder = join(cache, 'bundles');
    try {
      makeFolder(folder, 0o700);
      accessSync(folder, constants.W_OK);
      if (cache === userCache(env) || isOurs(cache)) return folder;
      refused.push(`${cache} can be written to by others`);
    } catch (error) {
      refused.push(reason(error));
    }
  }
  throw new BurstboxError(
    'machine',
    `there is no folder to keep bundles in (${refused.join('; ')}); set XDG_CACHE_HOME to a folder that you can write to`,
    { refused },
  );
}

/** The path of a scenario's script as messages name it. */
export function shownScript({ sources }: BundleFolder, name: string): string {
  return shownIn(sources, `${name}.ts`).split(sep).join('/');
}
