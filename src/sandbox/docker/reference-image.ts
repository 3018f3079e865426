import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { reason } from '../../errors.ts';
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
const PACKAGES = [
  '@datadog/pprof',
  'node-gyp-build',
  'pprof-format',
  'source-map',
  'libsql',
  '@neon-rs/load',
  'detect-libc',
];

/** libsql has its native library in a package for each platform, of which npm installs those of this machine. */
const LIBSQL_PLATFORMS = '@libsql';

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
  const modules = join(options.root, 'node_modules');
  const packageFiles = [...PACKAGES, ...libsqlPlatforms(modules)].flatMap((name) =>
    filesBelow(join(modules, name)).map((file) => join(name, file)),
  );
  return [
    { from: dockerfileOf(options), to: DOCKERFILE },
    { from: options.bundle, to: 'app/main.mjs' },
    ...packageFiles.map((file) => ({ from: join(modules, file), to: join('app/node_modules', file) })),
  ];
}

/** None on a machine whose packages are not for Linux: there the service in the image has no catalog, and says so. */
function libsqlPlatforms(modules: string): string[] {
  const folder = join(modules, LIBSQL_PLATFORMS);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((platform) => platform.startsWith(`linux-${process.arch}-`))
    .map((platform) => join(LIBSQL_PLATFORMS, platform));
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
      cpSync(from, join(context, to));
    }
    progress(`building the image ${tag}`);
    await buildImage(dockerfile, context, tag, { buildArgs: { NODE_IMAGE: base }, classic: true });
  } finally {
    remove();
  }
}
