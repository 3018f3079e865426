import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tempFolder } from '../../ledger/own.ts';
import { buildImage, hasImage, type Progress } from './image.ts';

/** By number, since the image has no names of users; /data is the service's own. */
const DOCKERFILE = `FROM scratch
COPY --chown=1000:1000 . /
USER 1000:1000
WORKDIR /data
`;
const EXECUTABLE = 0o755;
const FOR_ALL = 0o1777;

/**
 * Makes an image out of nothing but one program that needs no libraries, as Go builds them. Another program is another image.
 * @param program its path; in the image it is found by its name. And folders that it wants to find below /data
 * @returns the image's name
 * @throws BurstboxError('sandbox') when the build fails
 */
export async function ensureProgramImage(
  { path, folders }: { path: string; folders: string[] },
  progress: Progress = () => {},
): Promise<string> {
  const name = basename(path);
  const { size, mtimeMs } = statSync(path);
  const hash = createHash('sha256')
    .update(`${path} ${size} ${mtimeMs} ${folders} ${DOCKERFILE}`)
    .digest('hex');
  const tag = `burstbox-${name}:${hash.slice(0, 16)}`;
  if (await hasImage(tag)) return tag;
  const folder = tempFolder('program');
  try {
    const root = join(folder.path, 'root');
    const own = ['data', 'tmp', ...folders.map((folder) => join('data', folder))];
    for (const below of ['usr/bin', ...own]) mkdirSync(join(root, below), { recursive: true });
    for (const below of own) chmodSync(join(root, below), FOR_ALL);
    copyFileSync(path, join(root, 'usr/bin', name));
    chmodSync(join(root, 'usr/bin', name), EXECUTABLE);
    const dockerfile = join(folder.path, 'Dockerfile');
    writeFileSync(dockerfile, DOCKERFILE);
    progress(`building the image ${tag} from ${path}`);
    await buildImage(dockerfile, root, tag, { progress, classic: true });
    return tag;
  } finally {
    folder.remove();
  }
}
