/** What the tests of this folder share: the real service in this process or in one of its own, and raw HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { App } from './app.ts';
import { openCatalog } from './catalog/catalog.ts';
import { openFolderStorage } from './folder-storage.ts';
import type { Route } from './route.ts';
import { startServer } from './server.ts';
import type { Settings } from './settings.ts';
import type { Storage } from './storage.ts';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Setup extends Partial<Settings> {
  folder?: string;
  /** Stands between the service and its folder. */
  storage?: (real: Storage) => Storage;
  routes?: Route[];
}

const SETTINGS: Settings = {
  host: '127.0.0.1',
  port: 0,
  dataFolder: undefined,
  profiling: false,
  requestsPerSecond: undefined,
  maxBodyBytes: 1024 * 1024,
  maxInFlight: 100,
  faults: [],
};
const ROOT = new URL('../../', import.meta.url);
const MAIN = fileURLToPath(new URL('dist/target/main.mjs', ROOT));
const { build }: { build(options: { staleOnly: boolean }): Promise<boolean> } = await import(
  new URL('build.mjs', ROOT).href
);
if (!(await build({ staleOnly: true }))) throw new Error('the build fails');
const POLL_MS = 10;
const GIVE_UP_MS = 10_000;

/** An empty folder that goes with the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-target-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The service in this process, until the test ends. @returns its URL */
export async function serve(t: TestContext, setup: Setup = {}): Promise<string> {
  const { folder = temporaryFolder(t), storage = (real) => real, routes = [], ...settings } = setup;
  const app = new App(
    { ...SETTINGS, ...settings },
    storage(openFolderStorage(folder)),
    openCatalog(folder),
    routes,
  );
  const server = await startServer({ ...SETTINGS, ...settings }, app);
  t.after(() => server.stop());
  return server.url;
}

/**
 * The service as a process of its own, killed with the test, and its data with it.
 * @param env TMPDIR: the service makes itself a data folder in there
 * @param program default: the bundle, built anew when a source has changed; it starts in a third of the time of the source
 */
export function spawnService(t: TestContext, env: Record<string, string>, program = [MAIN]): ChildProcess {
  const data =
    env.TMPDIR === undefined ? { DATA_DIR: mkdtempSync(join(tmpdir(), 'burstbox-target-test-')) } : {};
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env.PATH, PORT: '0', ...data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    if (data.DATA_DIR !== undefined) rmSync(data.DATA_DIR, { recursive: true, force: true });
  });
  return child;
}

/** The URL that a spawned service prints when it listens. */
export async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the service has no stdout');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line).url;
  throw new Error('the service ended before it listened');
}

/** One request on a connection of its own; the path is sent as it is, `..` and all. */
export async function call(
  url: string,
  method: string,
  path: string,
  body: Body = '',
  headers = {},
): Promise<Reply> {
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, method, path, headers, agent: false });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}
type Body = string | Uint8Array;

export function json(reply: Reply) {
  return JSON.parse(reply.body.toString());
}

/** A multipart body of files, and the header that goes with it. */
export function formOf(files: Record<string, Body>) {
  const parts = Object.entries(files).flatMap(([name, content]) => [
    `--edge\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`,
    content,
    '\r\n',
  ]);
  const body = Buffer.concat([...parts, '--edge--\r\n'].map((part) => Buffer.from(part)));
  return { body, headers: { 'content-type': 'multipart/form-data; boundary=edge' } };
}

/** Waits until something has come to be. @throws when it has not within ten seconds */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + GIVE_UP_MS;
  while (!(await holds())) {
    if (performance.now() > deadlineMs) throw new Error(`waited ${GIVE_UP_MS} ms in vain: ${what}`);
    await delay(POLL_MS);
  }
}
