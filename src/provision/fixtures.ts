/** What the tests of provisioning share: fake programs, a fake release server. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { closedUrl, server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { type Job, PATIENCE } from './job.ts';
import { K6 } from './k6.ts';
import { releaseFor } from './release.ts';
import { findOnPath } from './search-path.ts';
import { thisPlatform } from './tool.ts';

/** What the official k6 prints; the fake says the same. */
export const K6_SAYS = 'k6 v2.2.0 (go1.26.8, linux/amd64)';

/** A fake k6 as a shell script. */
export const FAKE_K6 = `echo '${K6_SAYS}'`;

/** Writes an executable shell script and returns its path. */
export async function program(path: string, body: string): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}

/** A home and a PATH of its own, on which there is neither k6 nor Go, and a mirror that refuses connections. */
export interface House {
  bin: string;
  home: string;
  env: NodeJS.ProcessEnv;
}

export async function house(t: TestContext): Promise<House> {
  const folder = await tempFolder(t);
  const [bin, home, temp] = [join(folder, 'bin'), join(folder, 'home'), join(folder, 'tmp')];
  await Promise.all([bin, home, temp].map((one) => mkdir(one)));
  for (const name of ['cat', 'gzip', 'sh', 'sleep', 'tar']) {
    const real = await findOnPath(name, process.env);
    if (real === undefined) throw new Error(`the tests need ${name} on PATH`);
    await symlink(real, join(bin, name));
  }
  const env = { PATH: bin, HOME: home, TMPDIR: temp, K6_RELEASE_BASE_URL: await closedUrl() };
  return { bin, home, env };
}

/** A job in such a house; its progress lines go to `lines`. */
export function jobIn(env: NodeJS.ProcessEnv, changes: Partial<Job> = {}): Job & { lines: string[] } {
  const lines: string[] = [];
  return {
    tool: K6,
    root: '/nowhere',
    env,
    signal: new AbortController().signal,
    patience: PATIENCE,
    progress: (line) => lines.push(line),
    lines,
    ...changes,
  };
}

/** A mirror with these files in its release folder; anything else is 404. */
export function mirror(t: TestContext, files: Record<string, Buffer | string>) {
  return server(t, (request, response) => {
    const body = files[request.url?.split('/').at(-1) ?? ''];
    response.statusCode = body === undefined ? 404 : 200;
    response.end(body);
  });
}

/** The files of a good release for this platform, with a shell script for k6. */
export async function releaseFiles(t: TestContext, k6Body: string): Promise<Record<string, Buffer | string>> {
  const { archive, member, checksums } = names();
  const folder = await tempFolder(t);
  await mkdir(join(folder, member, '..'), { recursive: true });
  await program(join(folder, member), k6Body);
  const packed = spawnSync('tar', ['-caf', archive, member], { cwd: folder, encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(`tar could not make the fixture: ${packed.stderr}`);
  const bytes = await readFile(join(folder, archive));
  return { [archive]: bytes, [checksums]: `${sha256(bytes)}  ${archive}\n` };
}

/** How the release files of this platform are called. */
export function names(): { archive: string; member: string; checksums: string } {
  const release = releaseFor(K6, thisPlatform(), {});
  if (release === undefined) throw new Error(`k6 has no release archive for ${thisPlatform()}`);
  const checksums = release.checksumsUrl.split('/').at(-1) ?? '';
  return { archive: release.archive, member: release.member, checksums };
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
