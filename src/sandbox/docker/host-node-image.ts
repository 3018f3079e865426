import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { $ } from 'zx/core';
import { BurstboxError } from '../../errors.ts';
import { tempFolder } from '../../ledger/own.ts';
import { buildImage, hasImage, type Progress } from './image.ts';

/**
 * Parts of glibc that node itself may not ask for and native packages do: a library that was linked for a glibc before 2.34
 * asks for all of these. They are wherever glibc is.
 */
const LIBC_PARTS = ['libdl.so.2', 'libm.so.6', 'libpthread.so.0', 'librt.so.1'];

/** Name of the image made of this machine's node; another node is another image. */
export function hostNodeTag(): string {
  const { size, mtimeMs } = statSync(process.execPath);
  const hash = createHash('sha256')
    .update(`${process.execPath} ${size} ${mtimeMs} ${LIBC_PARTS}`)
    .digest('hex');
  return `burstbox-node:${process.version}-${process.arch}-${hash.slice(0, 8)}`;
}

/**
 * Makes an image out of nothing but this machine's node and the shared libraries that it needs, for machines that
 * reach no registry. It has no shell. Returns its name.
 * @throws BurstboxError('sandbox') when this machine's node cannot run in a Linux container, or the build fails
 */
export async function ensureHostNodeImage(progress: Progress = () => {}): Promise<string> {
  const tag = hostNodeTag();
  if (await hasImage(tag)) return tag;
  if (process.platform !== 'linux') {
    throw new BurstboxError(
      'sandbox',
      `the node of this machine is for ${process.platform} and cannot run in a container; docker pull a node image`,
      { platform: process.platform },
    );
  }
  const libraries = await sharedLibraries(process.execPath);
  const folder = tempFolder('node');
  try {
    const root = join(folder.path, 'root');
    withUsualModes(() => layOut(root, libraries));
    writeFileSync(join(folder.path, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
    progress(`building the image ${tag} from the node of this machine`);
    await buildImage(join(folder.path, 'Dockerfile'), root, tag, { classic: true });
    return tag;
  } finally {
    folder.remove();
  }
}

/** Lines of ldd are `name => path (address)`, or `path (address)` for the loader. */
async function sharedLibraries(program: string): Promise<string[]> {
  const { stdout } = await $({ quiet: true, nothrow: true })`ldd ${program}`;
  const needed = [...stdout.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? []);
  const libc = needed.find((path) => basename(path) === 'libc.so.6');
  const parts = libc === undefined ? [] : LIBC_PARTS.map((name) => join(dirname(libc), name));
  return [...new Set([...needed, ...parts.filter((path) => existsSync(path))])];
}

/** The image's users are not us: what we copy must be readable for all, whatever our own umask is. */
function withUsualModes(work: () => void): void {
  const before = process.umask(0o022);
  try {
    work();
  } finally {
    process.umask(before);
  }
}

function layOut(root: string, libraries: string[]): void {
  copyTo(join(root, 'usr/local/bin/node'), process.execPath);
  for (const library of libraries) copyTo(join(root, library), library);
  mkdirSync(join(root, 'tmp'));
  chmodSync(join(root, 'tmp'), 0o1777);
  // os.userInfo() wants a line for the user; these are the names and numbers of the official images.
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:\nnode:x:1000:1000::/tmp:\n');
}

/** Follows links, which cpSync of Node 24 does not: a library is known by its link, and the image needs only the file. */
function copyTo(to: string, from: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
