/** A service whose list is a few hundred KB on the wire and half a GiB when k6 has unpacked it. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { SCRIPT_ENV } from '../../../contract/contract.ts';
import { K6 } from '../../../provision/k6.ts';
import { provision } from '../../../provision/provision.ts';
import { PROJECT_ROOT } from '../../../root.ts';
import { startDrive } from '../../../run/drive/drive.ts';
import { freePort } from '../../../sandbox/free-port.ts';
import { MIB } from '../../../text/numbers.ts';
import { tempFolder } from '../../temp-folder.ts';

const MEMORY = {
  softBytes: 300 * MIB,
  hardBytes: 450 * MIB,
  reserveBytes: 0,
  garbagePercent: 100,
  collectBytes: 240 * MIB,
};
/** What a bomb unpacks to within a look of the guard and the time that a busy machine takes to come to it. */
const MAX_BYTES = 1024 * MIB;
const BOMB = Buffer.concat(Array<Buffer>(128).fill(gzipSync(Buffer.alloc(16 * MIB))));

test('a k6 that unpacks a bomb is ended before it has taken the machine, and the cause is told', {
  skip: !existsSync('/proc/self/status') && 'reads /proc',
}, async (t) => {
  const [{ path: k6 }, folder, baseUrl] = await Promise.all([
    provision(K6, { root: PROJECT_ROOT, progress: () => {} }),
    tempFolder(t),
    startStore(t),
  ]);
  const drive = await startDrive(
    {
      k6,
      bundle: join(PROJECT_ROOT, 'dist', 'scripts', 'read.js'),
      folder,
      parameters: { [SCRIPT_ENV.baseUrl]: baseUrl, [SCRIPT_ENV.vus]: '2', [SCRIPT_ENV.duration]: '5' },
      k6Args: [],
      apiPort: await freePort(),
      byOperation: false,
      tells: false,
      drainSeconds: 15,
      memory: MEMORY,
    },
    { add: () => {}, remove: () => {} },
  );
  const most = await peakUntil(drive.pid, drive.ended);
  const { cause, exit: end } = await drive.ended;
  assert.equal(cause?.id, 'generator-memory', JSON.stringify({ end, cause }));
  assert.match(
    cause?.message ?? '',
    /^k6 grew from \d+ MiB to \d+ MiB within \d s, .*too large for k6 to hold/,
  );
  assert.ok(most < MAX_BYTES, `it took ${Math.round(most / MIB)} MiB`);
});

/** Takes files as the reference service does; its list is the bomb. */
async function startStore(t: TestContext): Promise<string> {
  const files = new Map<string, Buffer>();
  const http = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (method === 'PUT') files.set(url, Buffer.concat(chunks));
    if (method === 'DELETE') files.delete(url);
    if (method === 'PUT' || method === 'DELETE') return void response.writeHead(201).end('{}');
    if (files.has(url)) return void response.end(files.get(url));
    if (!url.startsWith('/files?')) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(BOMB);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    http.closeAllConnections();
    http.close();
  });
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

/** The kernel's own record of the most it ever had. */
async function peakUntil(pid: number, ended: Promise<unknown>): Promise<number> {
  let most = 0;
  const look = setInterval(() => {
    most = Math.max(most, peakOf(pid));
  }, 20);
  await ended.finally(() => clearInterval(look));
  return most;
}

function peakOf(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
    return Number(kib) * 1024;
  } catch {
    return 0;
  }
}
