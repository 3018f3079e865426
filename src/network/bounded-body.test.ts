/** Answers of a few KB that unpack to half a GiB: what we ask ourselves must not hold them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { newClient as cleanupClient } from '../cleanup/client.ts';
import { newClient as initClient } from '../init/client.ts';
import { ADAPTERS } from '../run/sample/adapters/adapters.ts';
import { ask, mannerOf } from '../run/sample/ask.ts';
import { fetchBorderProfiles } from '../run/sample/pprof.ts';
import { checkThere } from '../sandbox/ready.ts';
import { server } from '../testing/http-server.ts';
import { tempFolder } from '../testing/temp-folder.ts';

const MIB = 1024 * 1024;
/** Files of gzip in a row are one (RFC 1952, 2.2). */
const BOMB = Buffer.concat(Array<Buffer>(32).fill(gzipSync(Buffer.alloc(16 * MIB))));
/** What was once taken is not always given back, so that a second measurement would begin with it. */
const BEFORE = process.memoryUsage().rss;
/** Half of one bomb, for seven of them: whoever held one would take twice as much. */
const MAX_GROWTH_BYTES = 256 * MIB;
const WATCH_MS = 5;
const PATIENCE_MS = 20_000;
const NEVER = new AbortController().signal;

/** @param encoding as the answer names it; none: the bomb is what the answer holds, as a profile is */
async function bombed(t: TestContext, encoding: string | undefined, use: (url: string) => Promise<void>) {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding ?? 'identity' };
  const { url } = await server(t, (_, response) => void response.writeHead(200, headers).end(BOMB));
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, WATCH_MS);
  await use(url).finally(() => clearInterval(watch));
  const grown = most - BEFORE;
  assert.ok(grown < MAX_GROWTH_BYTES, `${encoding}: it took ${Math.round(grown / MIB)} MiB`);
}

test('health, metrics, documents and lists that are bombs are given up', async (t) => {
  await bombed(t, 'gzip', async (url) => {
    await checkThere(url);
    for (const [, adapter] of ADAPTERS) {
      const told = await ask(url, adapter, PATIENCE_MS, mannerOf());
      assert.ok('silence' in told, JSON.stringify(told));
    }
    const answer = await initClient(url, NEVER).send({ method: 'GET', path: '/openapi.json' });
    assert.equal(answer.body.length, 0);
    const reply = await cleanupClient(url, undefined, NEVER).send({ method: 'GET', path: '/files' }, 1);
    assert.equal(reply.status, 0);
  });
});

test('profiles that are bombs, or are sent as one, are given up', async (t) => {
  for (const encoding of ['gzip', undefined])
    await bombed(t, encoding, async (url) => {
      const folder = await tempFolder(t);
      const fetched = await fetchBorderProfiles(`${url}/debug/pprof/`, {}, 'start', folder);
      assert.deepEqual(
        fetched.map(({ ok }) => ok),
        [false, false],
      );
    });
});
