/** A real S3 server for a test, that is gone after it. */
import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { provision } from '../provision/provision.ts';
import { VERSITYGW } from '../provision/versitygw.ts';
import { PROJECT_ROOT } from '../root.ts';
import { freePort } from '../sandbox/free-port.ts';

export interface S3Server {
  url: string;
  host: string;
  port: number;
  /** A folder for each bucket. */
  data: string;
}

const READY_MS = 30_000;

/** @param folder where it may keep its data */
export async function s3Server(
  t: TestContext,
  folder: string,
  keys: { accessKey: string; secretKey: string },
): Promise<S3Server> {
  const { path: program } = await provision(VERSITYGW, { root: PROJECT_ROOT, progress: () => {} });
  const data = join(folder, 'objects');
  mkdirSync(data);
  const port = await freePort();
  const words = ['--port', `127.0.0.1:${port}`, '--health', '/health', '--keep-alive', '--quiet'];
  const env = { ROOT_ACCESS_KEY_ID: keys.accessKey, ROOT_SECRET_ACCESS_KEY: keys.secretKey };
  const child = spawn(program, [...words, 'posix', data], { env, stdio: 'ignore' });
  t.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + READY_MS; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return { url, host: '127.0.0.1', port, data };
    assert.ok(Date.now() < end, 'versitygw does not answer');
  }
}
