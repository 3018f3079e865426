/** A service that runs already when burstbox comes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { freePort } from '../../sandbox/free-port.ts';

const SERVE = `require('node:http').createServer((_, answer) => answer.end('ok'))
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));`;

/** It is gone after the test. */
export async function running(t: TestContext): Promise<{ child: ChildProcess; url: string }> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ['-e', SERVE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return { child, url: `http://127.0.0.1:${port}` };
}
