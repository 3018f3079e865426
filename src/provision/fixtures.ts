/** What the tests of provisioning share: temp folders, fake programs, a fake release server. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Job, PATIENCE } from './job.ts';
import { K6 } from './k6.ts';
import { releaseFor } from './release.ts';
import { findOnPath } from './search-path.ts';
import { thisPlatform } from './tool.ts';

/** What the official k6 prints; the fake says the same. */
export const K6_SAYS = 'k6 v2.2.0 (go1.26.8, linux/amd64)';

/** A fake k6 as a shell script. */
export const FAKE_K6 = `echo '${K6_SAYS}'`;

export async function tempFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

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

/** A server on 127.0.0.1 that is gone after the test; `requests` holds the paths that were asked for. */
export async function server(
  t: TestContext,
  answer: RequestListener,
): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const http = createServer((request, response) => {
    requests.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}

/** An address on 127.0.0.1 that refuses connections: a port that was free a moment ago. */
export async function closedUrl(): Promise<string> {
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  await new Promise((resolve) => http.close(resolve));
  return `http://127.0.0.1:${port}`;
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

/** Waits until a condition holds, and fails when it does not within ten seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`ten seconds passed, and not yet: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process lives; one that has ended and was not yet reaped does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) Z /.test(status);
}
