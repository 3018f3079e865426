import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { Profile } from 'pprof-format';
import {
  call,
  json,
  type Reply,
  serve,
  spawnService,
  temporaryFolder,
  until,
  urlOf,
} from './test-service.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const FILES = 1000;

test('without ENABLE_PROFILING there are no profiles', async (t) => {
  const url = await serve(t);
  for (const path of ['/debug/pprof/', '/debug/pprof/profile', '/debug/pprof/heap', '/debug/pprof/goroutine'])
    assert.equal((await call(url, 'GET', path)).status, 404, path);
});

test('the CPU profile of the bundled service names its hot function, its source file and all of its CPU time', async (t) => {
  const { url } = await bundledService(t);
  const cpuBefore = await cpuSeconds(url);
  const taking = call(url, 'GET', '/debug/pprof/profile?seconds=3');
  let taken = false;
  taking.finally(() => {
    taken = true;
  });
  await until('enough load', async () => {
    await call(url, 'GET', `/files?limit=${FILES}`);
    return taken;
  });
  const reply = await taking;
  const used = (await cpuSeconds(url)) - cpuBefore;
  const profile = decode(reply);
  assert.deepEqual(profile.types, ['samples/count', 'cpu/nanoseconds']);
  const total = profile.rows.reduce((sum, { value }) => sum + value, 0) / 1e9;
  assert.ok(total > used / 2 && total < used * 1.2, `the profile has ${total} s of ${used} s`);
  assert.ok(profile.rows.every(({ stack }) => stack[0]?.name !== '(idle)'));
  const inList = profile.rows.filter(({ stack }) =>
    stack.some(({ name, file }) => name === 'list' && file.endsWith('src/target/files.ts')),
  );
  const share = inList.reduce((sum, { value }) => sum + value, 0) / 1e9 / total;
  assert.ok(share > 0.2, `list() has ${share} of the CPU time`);
  assertOpens(t, reply, /\blist$/m, '-cum');
});

test('the heap profile has live bytes by function, after a collection too', async (t) => {
  const { url } = await bundledService(t);
  for (const path of ['/debug/pprof/heap', '/debug/pprof/heap?gc=1']) {
    const reply = await call(url, 'GET', path);
    const { types, rows } = decode(reply);
    assert.deepEqual(types, ['inuse_objects/count', 'inuse_space/bytes']);
    assert.ok(rows.some(({ stack }) => stack[0]?.name === '(external)'));
    assert.ok(rows.reduce((sum, { value }) => sum + value, 0) > 100_000);
    assertOpens(t, reply, /\(external\)/);
  }
});

test('the goroutine profile counts what the event loop waits for', async (t) => {
  const { url } = await bundledService(t);
  const reply = await call(url, 'GET', '/debug/pprof/goroutine');
  const { types, rows } = decode(reply);
  assert.deepEqual(types, ['resource/count']);
  const counts = Object.fromEntries(rows.map(({ stack, value }) => [stack[0]?.name, value]));
  assert.equal(counts.TCPServerWrap, 1);
  assert.ok(Number(counts.TCPSocketWrap) >= 1);
  assertOpens(t, reply, /TCPServerWrap/);
  const text = await call(url, 'GET', '/debug/pprof/goroutine?debug=1');
  assert.match(String(text.headers['content-type']), /^text\/plain/);
  assert.match(text.body.toString(), /^goroutine profile: total \d+\n(\d+ @ \w+\n)+$/);
  assert.match(text.body.toString(), /^1 @ TCPServerWrap$/m);
});

test('one CPU profile at a time, of a length that makes sense, and it ends with its client', async (t) => {
  const { url } = await bundledService(t);
  for (const seconds of ['0', '301', '-1', 'x', '1.5'])
    assert.equal((await call(url, 'GET', `/debug/pprof/profile?seconds=${seconds}`)).status, 400, seconds);
  const first = request(`${url}/debug/pprof/profile?seconds=300`, { agent: false });
  first.on('error', () => {}); // we break it off ourselves
  first.end();
  await until('the first has begun', async () => {
    const { in_flight } = json(await call(url, 'GET', '/metrics/requests'));
    return in_flight === 2;
  });
  const refused = await call(url, 'GET', '/debug/pprof/profile?seconds=1');
  assert.equal(refused.status, 409);
  assert.equal(json(refused).error.code, 'profile_running');
  first.destroy();
  await until(
    'the next can be taken',
    async () => (await call(url, 'GET', '/debug/pprof/profile?seconds=1')).status === 200,
  );
  assert.match(
    (await call(url, 'GET', '/debug/pprof/')).body.toString(),
    /^profile\?seconds=N .*\nheap\?gc=1 .*\ngoroutine\?debug=1 .*\n$/,
  );
});

interface Row {
  /** Innermost first. */
  stack: { name: string; file: string }[];
  /** Of the last sample type, the one that tools show. */
  value: number;
}

/** The service as it ships, in a folder below dist/ so that it finds its packages. */
async function bundledService(t: TestContext): Promise<{ url: string }> {
  const dist = join(PROJECT, 'dist');
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, 'target-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(PROJECT, 'src/target/main.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  const data = temporaryFolder(t);
  mkdirSync(join(data, 'files'));
  for (let i = 0; i < FILES; i++) writeFileSync(join(data, 'files', `file-${i}`), '');
  const env = { DATA_DIR: data, ENABLE_PROFILING: 'true', DISABLE_RATE_LIMITER: 'true' };
  return { url: await urlOf(spawnService(t, env, [program])) };
}

function decode({ status, body }: Reply): { types: string[]; rows: Row[] } {
  assert.equal(status, 200);
  const profile = Profile.decode(gunzipSync(body));
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)] ?? '';
  const functions = new Map(
    profile.function.map(({ id, name, filename }) => [id, { name: text(name), file: text(filename) }]),
  );
  const frames = new Map(
    profile.location.map(({ id, line }) => [id, functions.get(line[0]?.functionId ?? 0)]),
  );
  return {
    types: profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`),
    rows: profile.sample.map(({ locationId, value }) => ({
      stack: locationId.map((id) => frames.get(id)).filter((frame) => frame !== undefined),
      value: Number(value.at(-1)),
    })),
  };
}

/** What people will open it with; on a machine without Go the profile was decoded all the same. */
function assertOpens(t: TestContext, { body }: Reply, expected: RegExp, ...options: string[]): void {
  if (spawnSync('go', ['version']).status !== 0) {
    t.diagnostic('no go here: the profile was read with pprof-format only');
    return;
  }
  const file = join(temporaryFolder(t), 'profile.pprof');
  writeFileSync(file, body);
  const top = execFileSync('go', ['tool', 'pprof', '-top', ...options, file], {
    cwd: dirname(file),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  assert.match(top, expected);
}

async function cpuSeconds(url: string): Promise<number> {
  const text = (await call(url, 'GET', '/metrics')).body.toString();
  return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1]);
}
