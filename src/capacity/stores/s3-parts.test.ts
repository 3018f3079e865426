/** Files in parts on a real S3 server, with what can go wrong between their first request and their last. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Target } from '../../plan/targets/targets.ts';
import type { CampaignRecord, CapacityConfig } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { type S3Server, s3Server } from '../../testing/s3-server.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { cleanStored } from '../clean-stored.ts';
import { contentMaker } from '../content/content.ts';
import { playOn } from '../fixtures.ts';
import { readStanding } from '../journal/standing.ts';
import { bucketAsk } from './s3.ts';

const MIB = 1024 ** 2;
const partSizes = { whole: 6 * MIB, part: 5 * MIB };
const KEYS = { accessKey: 'AKIATESTOFBURSTBOX00', secretKey: 'secret/of+the+test/of+burstbox==' };
const BUCKET = 'shared';
const LARGE = 12_345_678;
const CONFIG: CapacityConfig = {
  schema: 'burstbox/capacity-config/1',
  stages: [
    { size: '100 KB', count: 2 },
    { size: `${LARGE}`, count: 2 },
  ],
  readBack: 1,
};

test('a file that is too large for one request comes in parts, and back as it was sent', async (t) => {
  const { server, play, clean, objects, open } = await place(t);
  const { summary, folder } = await play();
  assert.equal(summary.status, 'healthy', summary.headline);
  assert.deepEqual(summary.stored, { files: 4, bytes: 2 * LARGE + 200_000 });
  const uploads = [...readStanding(folder).uploads.values()];
  assert.deepEqual(
    uploads.map(({ partsId }) => partsId !== undefined),
    [false, false, true, true],
  );
  const [name = ''] = uploads.filter(({ bytes }) => bytes === LARGE).map((upload) => upload.name);
  const expected = Buffer.alloc(LARGE);
  contentMaker(1, 0)(name, LARGE).fill(expected, 0);
  assert.ok(readFileSync(join(server.data, BUCKET, name)).equals(expected));
  assert.deepEqual(await open(), []);
  assert.equal((await clean(folder)).removed, 4);
  assert.deepEqual(objects(), []);
});

test('a campaign that ends between two parts gives them up when it goes on, or is cleaned up after', async (t) => {
  for (const goesOn of [true, false]) {
    const stop = new AbortController();
    const { play, clean, record, objects, open } = await place(t, (request) => {
      if (/partNumber=2/.test(request.url ?? '')) stop.abort();
      return 'whole';
    });
    let folder = '';
    const begun = (path: string) => {
      folder = path;
    };
    await assert.rejects(play({ signal: stop.signal, begun }), { code: 'interrupted' });
    assert.equal((await open()).length, 1);
    if (goesOn) {
      const { summary } = await play({ earlier: { folder, campaign: record(folder) } });
      assert.equal(summary.stored.files, 4, summary.headline);
      assert.equal(summary.uploads.unknown, 0);
      assert.deepEqual(await open(), []);
    }
    const looked = await clean(folder, true);
    assert.deepEqual([looked.removed, (await open()).length], goesOn ? [4, 0] : [3, 1]);
    assert.equal((await clean(folder)).removed, goesOn ? 4 : 3);
    assert.deepEqual([await open(), objects()], [[], []]);
  }
});

test('a part that is refused is given up at once, with all before it', async (t) => {
  const { play, open } = await place(t, (request) =>
    /partNumber=2/.test(request.url ?? '') ? 'refused' : 'whole',
  );
  const { summary } = await play();
  assert.equal(summary.stop?.kind, 'quota', summary.headline);
  assert.deepEqual(summary.stored, { files: 2, bytes: 200_000 });
  assert.deepEqual(await open(), []);
  assert.equal(summary.uploads.unknown, 0);
});

test('an answer that never came is looked up: put together, or begun and no more', async (t) => {
  const lost = new Set<string>();
  const { play, open } = await place(t, ({ method = '', url = '' }) => {
    const what = /\?uploads=$/.test(url) ? 'begin' : /\?uploadId=/.test(url) ? 'complete' : '';
    if (method !== 'POST' || what === '' || lost.has(what)) return 'whole';
    lost.add(what);
    return 'unanswered';
  });
  const { summary, folder } = await play();
  const found = [...readStanding(folder).uploads.values()].flatMap((upload) => upload.found?.is ?? []);
  // Of the first only the begin was heard; the second was put together, and sent again before that was known.
  assert.deepEqual(found, ['partial', 'stored']);
  assert.equal(summary.uploads.unknown, 0);
  assert.deepEqual(await open(), []);
});

test('an upload that somebody else began under the same name stays', async (t) => {
  const stop = new AbortController();
  const { server, play, clean, open } = await place(t, ({ url = '' }) => {
    if (!/\?uploads=$/.test(url)) return 'whole';
    stop.abort();
    return 'refused';
  });
  let folder = '';
  const begun = (path: string) => {
    folder = path;
  };
  await assert.rejects(play({ signal: stop.signal, begun }), { code: 'interrupted' });
  const last = [...readStanding(folder).uploads.values()].at(-1);
  const theirs = asker(server);
  const text = await (await theirs('POST', last?.name, { uploads: '' })).text();
  const [, id = ''] = /<UploadId>(.*)<\/UploadId>/.exec(text) ?? [];
  await theirs('PUT', last?.name, { partNumber: 1, uploadId: id }, 'of somebody else');
  const tally = await clean(folder);
  assert.deepEqual([tally.removed, [...tally.stays.values()]], [2, [1]]);
  assert.equal((await open()).length, 1);
});

/** What becomes of a request: `unanswered` is done, and nobody hears of it. */
type Way = 'whole' | 'refused' | 'unanswered';

/** A server with a bucket, behind a proxy. */
async function place(t: TestContext, wayOf: (request: IncomingMessage) => Way = () => 'whole') {
  const server = await s3Server(t, await tempFolder(t), KEYS);
  const bucket = join(server.data, BUCKET);
  mkdirSync(bucket);
  const baseUrl = await proxyTo(t, server, wayOf);
  const target: Target = {
    name: 'mine',
    about: 'shared storage',
    baseUrl,
    health: '/health',
    probes: 'auto',
    routes: { ping: '/health' },
    s3: { bucket: BUCKET, keys: KEYS },
  };
  const record = (folder: string): CampaignRecord =>
    JSON.parse(readFileSync(join(folder, FILES.campaign), 'utf8'));
  const routes = target.routes;
  return {
    server,
    record,
    play: (more: Parameters<typeof playOn>[3] = {}) =>
      playOn(t, { baseUrl, files: new Map(), requests: [], routes }, CONFIG, { target, partSizes, ...more }),
    clean: (folder: string, dryRun = false) =>
      cleanStored({
        stored: { folder, campaign: record(folder) },
        target,
        baseUrl,
        dryRun,
        signal: new AbortController().signal,
        say: (line) => t.diagnostic(line),
        partSizes,
      }),
    objects: () => (existsSync(bucket) ? readdirSync(bucket).filter((name) => name.startsWith('bb-')) : []),
    /** Ids of uploads in parts that were begun and not ended. */
    async open(): Promise<string[]> {
      const text = await (await asker(server)('GET', undefined, { uploads: '' })).text();
      return [...text.matchAll(/<UploadId>([^<]+)</g)].map(([, id = '']) => id);
    },
  };
}

/** Straight to the server, as anybody. */
function asker({ url }: S3Server) {
  const signed = bucketAsk(url, { keys: KEYS }, BUCKET);
  return async (
    method: 'GET' | 'PUT' | 'POST',
    key: string | undefined,
    query: Record<string, string | number>,
    body?: string,
  ) => {
    const { url: to, headers } = signed(method, key, {}, query);
    return await fetch(to, { method, headers, ...(body === undefined ? {} : { body }) });
  };
}

async function proxyTo(
  t: TestContext,
  { host, port }: S3Server,
  wayOf: (request: IncomingMessage) => Way,
): Promise<string> {
  const proxy = createServer((request, response) => {
    const { method, url, headers } = request;
    const way = wayOf(request);
    if (way === 'refused') {
      response.writeHead(507, { connection: 'close' });
      response.end('<Error><Code>QuotaExceeded</Code></Error>');
      request.resume();
      return;
    }
    const onward = ask({ host, port, method, path: url, headers }, (answer) => {
      if (way === 'unanswered') {
        answer.resume();
        answer.on('end', () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, host, resolve));
  t.after(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  // Signed for the name that is asked: the server is given the same.
  return `http://${host}:${(proxy.address() as AddressInfo).port}`;
}
