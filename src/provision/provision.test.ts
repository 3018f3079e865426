import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { server } from '../testing/http-server.ts';
import { until } from '../testing/until.ts';
import { FAKE_K6, type House, house, K6_SAYS, mirror, names, program, releaseFiles } from './fixtures.ts';
import { K6 } from './k6.ts';
import { findTool, provision as provisionTool } from './provision.ts';
import { fileOf, thisPlatform } from './tool.ts';

const K6_FILE = fileOf(K6);

const root = fileURLToPath(new URL('../..', import.meta.url));
const OLD_K6 = "echo 'k6 v1.0.0 (commit/0123456789, go1.24.2, linux/amd64)'";
const GOOD_GO = `case "$1" in version) echo 'go version go1.26.8 x/y' ;; build) cat "$0.k6" > "$4" ;; esac`;

function cachedIn({ home }: House): string {
  return join(home, '.cache', 'burstbox', 'k6', 'v2.2.0', thisPlatform(), K6_FILE);
}

async function cacheK6(place: House, body: string): Promise<string> {
  await mkdir(dirname(cachedIn(place)), { recursive: true });
  return await program(cachedIn(place), body);
}

/** A fake Go whose build makes a fake k6. */
async function goThatBuilds({ bin }: House, k6Body: string): Promise<void> {
  await program(join(bin, 'go'), GOOD_GO);
  await program(join(bin, 'go.k6'), k6Body);
}

/** Runs provision and keeps its progress lines. */
async function provision(env: NodeJS.ProcessEnv, signal?: AbortSignal) {
  const lines: string[] = [];
  const k6 = await provisionTool(K6, { root, env, signal, progress: (line) => lines.push(line) });
  return { k6, lines };
}

test('K6_BIN goes before PATH, PATH before the cache, and none of them uses the network', async (t) => {
  const place = await house(t);
  const { url, requests } = await mirror(t, {});
  const env = { ...place.env, K6_RELEASE_BASE_URL: url };
  const version = 'v2.2.0';

  const cached = await cacheK6(place, FAKE_K6);
  assert.deepEqual((await provision(env)).k6, { path: cached, version, source: 'cache' });
  const onPath = await program(join(place.bin, 'k6'), FAKE_K6);
  assert.deepEqual((await provision(env)).k6, { path: onPath, version, source: 'PATH' });
  const own = await program(join(place.home, 'my-k6'), FAKE_K6.replace('k6 v2.2.0', 'my-k6 v2.2.3'));
  const { k6, lines } = await provision({ ...env, K6_BIN: own });
  assert.deepEqual(k6, { path: own, version: 'v2.2.3', source: 'K6_BIN' });
  assert.deepEqual(lines, []);
  assert.deepEqual(requests, []);
});

test('a K6_BIN that cannot be used is an error, whatever else is there', async (t) => {
  const place = await house(t);
  await cacheK6(place, FAKE_K6);
  const missing = join(place.home, 'missing');
  const old = await program(join(place.home, 'old'), OLD_K6);
  const advice = 'set it to the path of a k6 v2.2.x, or unset it and burstbox will find or fetch one.';
  await assert.rejects(provision({ ...place.env, K6_BIN: missing }), {
    code: 'provision',
    message: `K6_BIN is ${missing}, which does not exist; ${advice}`,
  });
  await assert.rejects(provision({ ...place.env, K6_BIN: old }), {
    code: 'provision',
    message: `K6_BIN is ${old}, which is k6 v1.0.0, and v2.2.x is needed; ${advice}`,
  });
  assert.deepEqual(await findTool(K6, { env: { ...place.env, K6_BIN: old } }), {
    ready: undefined,
    rejected: [{ path: old, source: 'K6_BIN', why: 'is k6 v1.0.0, and v2.2.x is needed' }],
  });
});

test('a k6 of another version on PATH is skipped with a word', async (t) => {
  const place = await house(t);
  const old = await program(join(place.bin, 'k6'), OLD_K6);
  const cached = await cacheK6(place, FAKE_K6);
  const { k6, lines } = await provision(place.env);
  assert.equal(k6.path, cached);
  assert.deepEqual(lines, [`skipping the k6 of PATH: ${old} is k6 v1.0.0, and v2.2.x is needed`]);
});

test('without any k6 findTool finds nothing and makes nothing', async (t) => {
  const { env, home } = await house(t);
  assert.deepEqual(await findTool(K6, { env }), { ready: undefined, rejected: [] });
  assert.deepEqual(await readdir(home), []);
});

test('the release is downloaded into the cache once', async (t) => {
  const place = await house(t);
  const { url, requests } = await mirror(t, await releaseFiles(t, FAKE_K6));
  const env = { ...place.env, K6_RELEASE_BASE_URL: url };
  const { k6, lines } = await provision(env);
  assert.deepEqual(k6, { path: cachedIn(place), version: 'v2.2.0', source: 'download' });
  assert.deepEqual(lines, ['downloading k6 v2.2.0', `k6 v2.2.0 is ready in ${cachedIn(place)}`]);
  assert.deepEqual(await readdir(dirname(cachedIn(place))), [K6_FILE]);
  assert.equal((await provision(env)).k6.source, 'cache');
  assert.equal(requests.length, 2);
});

test('a damaged k6 in the cache is replaced', async (t) => {
  const place = await house(t);
  await cacheK6(place, 'exit 1');
  const { url } = await mirror(t, await releaseFiles(t, FAKE_K6));
  const { k6, lines } = await provision({ ...place.env, K6_RELEASE_BASE_URL: url });
  assert.equal(k6.source, 'download');
  assert.match(lines[0] ?? '', /^skipping the k6 of cache: .+ does not answer `version` as k6 does/);
  assert.equal(execFileSync(k6.path, ['version'], { encoding: 'utf8' }), `${K6_SAYS}\n`);
});

test('when nothing can be downloaded Go builds k6, after one calm line', async (t) => {
  const place = await house(t);
  await goThatBuilds(place, FAKE_K6);
  const { k6, lines } = await provision(place.env);
  assert.deepEqual(k6, { path: cachedIn(place), version: 'v2.2.0', source: 'build' });
  assert.match(
    lines[0] ?? '',
    /^no k6 by download: 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\); check the network, or set K6_RELEASE_BASE_URL to a mirror\.$/,
  );
  assert.match(lines[1] ?? '', /^building k6 v2\.2\.0 from source with Go 1\.26\.8/);
  assert.deepEqual(await readdir(dirname(cachedIn(place))), [K6_FILE]);
});

test('a new k6 of the wrong version does not reach the cache', async (t) => {
  const place = await house(t);
  await goThatBuilds(place, FAKE_K6);
  const { url } = await mirror(t, await releaseFiles(t, OLD_K6));
  const { k6, lines } = await provision({ ...place.env, K6_RELEASE_BASE_URL: url });
  assert.equal(k6.source, 'build');
  assert.equal(lines[1], 'no k6 by download: The new k6 is k6 v1.0.0, and v2.2.x is needed.');
});

test('when every way fails the error lists each with its reason and what to do', async (t) => {
  const place = await house(t);
  const old = await program(join(place.bin, 'k6'), OLD_K6);
  const { url } = await mirror(t, {});
  await assert.rejects(provision({ ...place.env, K6_RELEASE_BASE_URL: url }), {
    code: 'provision',
    message: [
      'There is no k6 v2.2.x, and none could be fetched:',
      `  PATH: ${old} is k6 v1.0.0, and v2.2.x is needed.`,
      `  download: ${url}/v2.2.0/${names().checksums} returned 404 Not Found where 200 was expected; check K6_RELEASE_BASE_URL.`,
      '  build: There is no Go on PATH; install Go 1.25.0 or newer (https://go.dev/dl/).',
      'Install k6 v2.2.0 (https://grafana.com/docs/k6/latest/set-up/install-k6/) on PATH, or set K6_BIN to its path.',
    ].join('\n'),
  });
  assert.deepEqual(await readdir(dirname(cachedIn(place))), []);
});

test('a bad mirror address ends it before Go is asked', async (t) => {
  const place = await house(t);
  await goThatBuilds(place, FAKE_K6);
  await assert.rejects(provision({ ...place.env, K6_RELEASE_BASE_URL: 'mirror' }), { code: 'config' });
});

test('two at once do not disturb each other', async (t) => {
  const place = await house(t);
  const { url } = await mirror(t, await releaseFiles(t, FAKE_K6));
  const env = { ...place.env, K6_RELEASE_BASE_URL: url };
  const both = await Promise.all([provision(env), provision(env)]);
  for (const { k6 } of both) assert.equal(k6.path, cachedIn(place));
  assert.equal(execFileSync(cachedIn(place), ['version'], { encoding: 'utf8' }), `${K6_SAYS}\n`);
  assert.deepEqual(await readdir(dirname(cachedIn(place))), [K6_FILE]);
});

test('an interrupted download leaves nothing behind', async (t) => {
  const place = await house(t);
  const stop = new AbortController();
  const { checksums, archive } = names();
  const files = await releaseFiles(t, FAKE_K6);
  const { url } = await server(t, (request, response) => {
    if (request.url?.endsWith(checksums)) response.end(files[checksums]);
    else
      response
        .writeHead(200, { 'content-length': files[archive]?.length ?? 0 })
        .write('x', () => stop.abort());
  });
  await leavesNothing(place, provision({ ...place.env, K6_RELEASE_BASE_URL: url }, stop.signal));
});

test('an interrupted build leaves nothing behind', async (t) => {
  const place = await house(t);
  const stop = new AbortController();
  await program(
    join(place.bin, 'go'),
    `case "$1" in version) echo 'go version go1.26.8 x/y' ;; build) cat "$0" > "$4"; echo $$ > "$GOTMPDIR/work"; sleep 300 ;; esac`,
  );
  const building = provision(place.env, stop.signal);
  const cacheFolder = dirname(cachedIn(place));
  await until('Go has written something', async () => {
    const [staging] = await readdir(cacheFolder).catch(() => []);
    return staging !== undefined && (await readdir(join(cacheFolder, staging))).includes('work');
  });
  stop.abort();
  await leavesNothing(place, building);
});

async function leavesNothing(place: House, running: Promise<unknown>): Promise<void> {
  await assert.rejects(running, {
    code: 'interrupted',
    message:
      'Stopped while getting k6 ready; nothing half-finished was left behind. Run the same command again to continue.',
  });
  assert.deepEqual(await readdir(dirname(cachedIn(place))), []);
}

test('a command that was stopped before it began asks for nothing', async (t) => {
  const place = await house(t);
  const { url, requests } = await mirror(t, {});
  await assert.rejects(provision({ ...place.env, K6_RELEASE_BASE_URL: url }, AbortSignal.abort()), {
    code: 'interrupted',
  });
  assert.deepEqual(requests, []);
});

test('this machine gets a real k6 and keeps it', async () => {
  const { k6 } = await provision(process.env);
  assert.match(execFileSync(k6.path, ['version'], { encoding: 'utf8' }), / v2\.2\.\d+ \(.*go\d/);
  assert.deepEqual((await findTool(K6)).ready?.path, k6.path);
});
