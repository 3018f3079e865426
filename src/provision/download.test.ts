import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { closedUrl, server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { download } from './download.ts';
import { jobIn, sha256 } from './fixtures.ts';
import { PATIENCE, type Patience } from './job.ts';
import { K6 } from './k6.ts';

const CONTENT = 'k6 '.repeat(50_000);
const MAX_BYTES = 1_000_000;
const mirrorVariable = 'K6_RELEASE_BASE_URL';
const BRIEF_MS = 300;

test('a file arrives whole, hashed and with its progress, also through a redirect', async (t) => {
  const { url, requests } = await server(t, (request, response) => {
    if (request.url === '/old') response.writeHead(302, { location: '/new' }).end();
    else response.writeHead(200, { 'content-length': CONTENT.length }).end(CONTENT);
  });
  const to = join(await tempFolder(t), 'file');
  const seen: [number, number | undefined][] = [];
  const onBytes = (bytes: number, total: number | undefined) => seen.push([bytes, total]);
  assert.equal(
    await download({ url: `${url}/old`, to, maxBytes: MAX_BYTES, mirrorVariable, onBytes }, jobIn({})),
    sha256(CONTENT),
  );
  assert.equal(await readFile(to, 'utf8'), CONTENT);
  assert.deepEqual(requests, ['/old', '/new']);
  assert.deepEqual(seen.at(-1), [CONTENT.length, CONTENT.length]);
});

test('each thing that a server can do wrong has its own message', async (t) => {
  const { url } = await server(t, (request, response) => {
    if (request.url === '/404') response.writeHead(404).end('no');
    if (request.url === '/large') response.writeHead(200, { 'content-length': MAX_BYTES + 1 }).end('x');
    if (request.url === '/endless') response.write('x'.repeat(MAX_BYTES + 1));
    if (request.url === '/stalled') response.writeHead(200, { 'content-length': 100 }).write('x');
    if (request.url === '/torn') {
      response.writeHead(200, { 'content-length': 100 });
      response.write('12345', () => response.destroy());
    }
  });
  const wrongs: [path: string, message: string, patience: Partial<Patience>][] = [
    ['/404', 'returned 404 Not Found where 200 was expected; check K6_RELEASE_BASE_URL.', {}],
    [
      '/large',
      'has at least 1000001 bytes where at most 1000000 were expected; check K6_RELEASE_BASE_URL.',
      {},
    ],
    [
      '/silent',
      'did not respond within 0.3 s; check the network, or set K6_RELEASE_BASE_URL to a mirror.',
      { answerMs: BRIEF_MS },
    ],
    [
      '/stalled',
      'stalled: it sent nothing for 0.3 s; try again, or set K6_RELEASE_BASE_URL to a mirror.',
      { stallMs: BRIEF_MS },
    ],
  ];
  const to = join(await tempFolder(t), 'file');
  for (const [path, message, changes] of wrongs) {
    const job = jobIn({}, { patience: { ...PATIENCE, ...changes } });
    await assert.rejects(download({ url: url + path, to, maxBytes: MAX_BYTES, mirrorVariable }, job), {
      code: 'provision',
      message: `${url}${path} ${message}`,
    });
  }
  await assert.rejects(download({ url: `${url}/torn`, to, maxBytes: MAX_BYTES, mirrorVariable }, jobIn({})), {
    code: 'provision',
    message: /\/torn broke off after \d bytes; try again\.$/,
  });
  await assert.rejects(
    download({ url: `${url}/endless`, to, maxBytes: MAX_BYTES, mirrorVariable }, jobIn({})),
    {
      code: 'provision',
      message: /\/endless has at least \d+ bytes where at most 1000000 were expected/,
    },
  );
});

test('a server that cannot be reached is named with the reason', async (t) => {
  const url = await closedUrl();
  const to = join(await tempFolder(t), 'file');
  await assert.rejects(download({ url, to, maxBytes: 1, mirrorVariable }, jobIn({})), {
    code: 'provision',
    message: `${new URL(url).host} cannot be reached (ECONNREFUSED); check the network, or set K6_RELEASE_BASE_URL to a mirror.`,
  });
});

test('an abort ends a download at any time', async (t) => {
  const stop = new AbortController();
  const { url } = await server(t, (_request, response) => response.write('x'));
  const to = join(await tempFolder(t), 'file');
  const onBytes = () => stop.abort();
  const job = jobIn({}, { signal: stop.signal });
  await assert.rejects(download({ url, to, maxBytes: MAX_BYTES, mirrorVariable, onBytes }, job), {
    code: 'interrupted',
  });
  await assert.rejects(download({ url, to, maxBytes: MAX_BYTES, mirrorVariable }, job), {
    code: 'interrupted',
  });
});

test('a full disk is told apart from the network', {
  skip: process.platform !== 'linux' && '/dev/full is a Linux device',
}, async (t) => {
  const { url } = await server(t, (_request, response) => response.end(CONTENT));
  await assert.rejects(
    download({ url, to: '/dev/full', maxBytes: MAX_BYTES, mirrorVariable }, jobIn({})),
    (error: unknown) => {
      assert.ok(isDiskFull(error));
      assert.equal(
        diskFull(K6, 'getting k6', error).message,
        'The disk filled up while getting k6; k6 takes 100 MB in its cache, and 2 GB more when Go builds it: free some space, or set XDG_CACHE_HOME to a folder on another disk.',
      );
      return true;
    },
  );
});
