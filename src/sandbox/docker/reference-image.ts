import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BurstboxError, reason } from '../../errors.ts';
import { tempFolder } from '../../ledger/own.ts';
import { ensureHostNodeImage, hostNodeTag } from './host-node-image.ts';
import { buildImage, ensureImage, hasImage, type Progress } from './image.ts';

export interface ReferenceImageOptions {
  /** Folder of the project: has node_modules/ and src/target/Dockerfile. */
  root: string;
  /** The bundled service, one file. */
  bundle: string;
  /** Image that brings node. Default: DEFAULT_NODE_IMAGE. */
  nodeImage?: string;
  progress?: Progress;
}

/** Node's official image without the build tools, of the oldest line that the project supports. */
const DEFAULT_NODE_IMAGE = 'node:20-bookworm-slim';

/** Packages that cannot go into the bundle, because of a native library, and what those need. */
const PACKAGES: Readonly<Record<string, string[]>> = {
  '@datadog/pprof': ['node-gyp-build', 'pprof-format', 'source-map'],
  libsql: ['@neon-rs/load', 'detect-libc'],
};

/**
 * libsql has its native library in a package for each platform, of which npm installs those of this machine. On one whose
 * packages are not for Linux the service in the image has no catalog, and says so.
 */
const LIBSQL_PLATFORMS = ['gnu', 'musl'].map((libc) => `@libsql/linux-${process.arch}-${libc}`);

/**
 * Makes sure that there is an image of the reference service as it is now, and returns its name. The tag is a hash of
 * all that goes in, so an unchanged service is not built again. Without the node image and without a registry, node
 * comes from this machine.
 * @throws BurstboxError('sandbox') when it cannot be built
 */
export async function ensureReferenceImage(options: ReferenceImageOptions): Promise<string> {
  const { nodeImage = DEFAULT_NODE_IMAGE, progress = () => {} } = options;
  const files = referenceFiles(options);
  for (const base of [nodeImage, hostNodeTag()]) {
    const tag = referenceTag(files, base);
    if (await hasImage(tag)) return tag;
  }
  const base = await findBase(nodeImage, progress);
  const tag = referenceTag(files, base);
  await build(files, base, tag, dockerfileOf(options), progress);
  return tag;
}

async function findBase(nodeImage: string, progress: Progress): Promise<string> {
  try {
    await ensureImage(nodeImage, progress);
    return nodeImage;
  } catch (thrown) {
    progress(`${reason(thrown)}; using this machine's node instead`);
    return await ensureHostNodeImage(progress);
  }
}

interface ContextFile {
  from: string;
  /** Path in the build context. */
  to: string;
}

const DOCKERFILE = 'Dockerfile';

function dockerfileOf({ root }: ReferenceImageOptions): string {
  return join(root, 'src', 'target', DOCKERFILE);
}

function referenceFiles(options: ReferenceImageOptions): ContextFile[] {
  return [
    { from: dockerfileOf(options), to: DOCKERFILE },
    { from: options.bundle, to: 'app/main.mjs' },
    ...packageFolders(options.root).flatMap(({ name, folder }) =>
      filesBelow(folder).map((file) => ({
        from: join(folder, file),
        to: join('app/node_modules', name, file),
      })),
    ),
  ];
}

/** Each lies where the package that needs it finds it: besides it, above it, or in a store of the package manager. */
function packageFolders(root: string): { name: string; folder: string }[] {
  return Object.entries(PACKAGES).flatMap(([name, needs]) => {
    const folder = folderOf(name, root);
    if (folder === undefined)
      throw new BurstboxError(
        'sandbox',
        `the package ${name} is not installed, which the reference service needs; install burstbox again`,
      );
    const more = [...needs, ...(name === 'libsql' ? LIBSQL_PLATFORMS : [])];
    return [
      { name, folder },
      ...more.flatMap((each) => {
        const found = folderOf(each, folder);
        return found === undefined ? [] : [{ name: each, folder: found }];
      }),
    ];
  });
}

/** As Node looks for it. Links are followed: a package finds its own where it really lies. */
function folderOf(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(folder)) return realpathSync(folder);
  return dirname(from) === from ? undefined : folderOf(name, dirname(from));
}

/** All files that a Linux container on this processor can use: of the prebuilt libraries, only its own. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => !file.startsWith('prebuilds') || file.startsWith(join('prebuilds', `linux-${process.arch}`)),
    )
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}

const TAG_DIGITS = 16;

function referenceTag(files: ContextFile[], base: string): string {
  const hash = createHash('sha256').update(base);
  for (const { from, to } of files) hash.update(`\0${to}\0`).update(readFileSync(from));
  return `burstbox-reference:${hash.digest('hex').slice(0, TAG_DIGITS)}`;
}

async function build(
  files: ContextFile[],
  base: string,
  tag: string,
  dockerfile: string,
  progress: Progress,
): Promise<void> {
  const { path: context, remove } = tempFolder('reference');
  try {
    mkdirSync(join(context, 'data'));
    for (const { from, to } of files) {
      mkdirSync(dirname(join(context, to)), { recursive: true });
      copyFileSync(from, join(context, to));
    }
    progress(`building the image ${tag}`);
    await buildImage(dockerfile, context, tag, { buildArgs: { NODE_IMAGE: base }, classic: true });
  } finally {
    remove();
  }
}
