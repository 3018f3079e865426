import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Profile, StringTable, ValueType } from 'pprof-format';
import { keepSecret } from '../../secrets/secrets.ts';
import { FILES } from '../../store/store.ts';
import { closedUrl, server } from '../../testing/http-server.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { PROFILE } from './fixtures.ts';
import { fetchBorderProfiles, fetchCpuProfile } from './pprof.ts';

const NEVER = new AbortController().signal;

test('a CPU profile is asked for its seconds and kept byte for byte', async (t) => {
  const folder = await tempFolder(t);
  const { url, requests } = await server(t, (_, response) => response.end(PROFILE));
  const fetched = await fetchCpuProfile(`${url}/debug/pprof/`, {}, 3, folder, NEVER);
  assert.deepEqual(fetched, { file: 'cpu.pprof', ok: true });
  assert.deepEqual(requests, ['/debug/pprof/profile?seconds=3']);
  assert.deepEqual(readFileSync(join(folder, FILES.cpuProfile)), PROFILE);
});

test('a profile without gzip, and with fields that are not known, is taken as `go tool pprof` takes it', async (t) => {
  const folder = await tempFolder(t);
  const unknown = [0xa0, 0x01, 5, 0xa9, 0x01, 1, 2, 3, 4, 5, 6, 7, 8, 0x68, 3, 0x78, 0];
  const bare = Buffer.concat([gunzipSync(PROFILE), Buffer.from(unknown)]);
  const { url } = await server(t, (_, response) => response.end(bare));
  assert.deepEqual(await fetchCpuProfile(`${url}/`, {}, 1, folder, NEVER), { file: 'cpu.pprof', ok: true });
  assert.deepEqual(gunzipSync(readFileSync(join(folder, FILES.cpuProfile))), bare);
});

test('heap and goroutine of the two borders lie side by side, and the heap is collected first', async (t) => {
  const folder = await tempFolder(t);
  const { url, requests } = await server(t, (_, response) => response.end(PROFILE));
  const files = [
    ...(await fetchBorderProfiles(`${url}/p/`, {}, 'start', folder, NEVER)),
    ...(await fetchBorderProfiles(`${url}/p/`, {}, 'end', folder, NEVER)),
  ];
  assert.deepEqual(
    files.map(({ file }) => file),
    ['heap-start.pprof', 'goroutine-start.pprof', 'heap.pprof', 'goroutine.pprof'],
  );
  assert.deepEqual(readdirSync(folder).sort(), files.map(({ file }) => file).sort());
  const border = ['/p/heap?gc=1', '/p/goroutine'];
  assert.deepEqual(requests, [...border, ...border]);
});

test('an answer that is no profile is not kept, and said why', async (t) => {
  const folder = await tempFolder(t);
  const answers: [number, Buffer, RegExp][] = [
    [404, PROFILE, /^GET \/profile: status 404, expected 200 with a profile$/],
    [500, PROFILE, /^GET \/profile: status 500, expected 200 with a profile$/],
    [302, PROFILE, /^GET \/profile: /],
    [
      200,
      Buffer.from('<html>log in</html>'),
      /^GET \/profile: an HTML or XML page, expected a pprof profile/,
    ],
    [200, gzipSync('<html>log in</html>'), /^GET \/profile: an HTML or XML page, expected/],
    [200, Buffer.from('{"error":"off"}'), /^GET \/profile: JSON, expected/],
    [200, Buffer.from('heap profile: 3: 48 [5: 90] @ heap/1\n'), /debug=1\), expected/],
    [200, Buffer.from('profiling is off\n'), /^GET \/profile: text, expected/],
    [200, Buffer.alloc(0), /^GET \/profile: an empty answer, expected/],
    [200, Buffer.from([1, 2, 3]), /^GET \/profile: not a pprof profile: /],
    [
      200,
      PROFILE.subarray(0, -9),
      /^GET \/profile: the gzip around the profile is .* \(unexpected end of file\)$/,
    ],
  ];
  for (const [status, body, why] of answers) {
    const { url } = await server(t, (_, response) =>
      response.writeHead(status, { location: '/x' }).end(body),
    );
    const fetched = await fetchCpuProfile(`${url}/`, {}, 1, folder, NEVER);
    assert.equal(fetched.ok, false, String(why));
    assert.match(fetched.why ?? '', why);
    const { problem, status: told } = fetched;
    const expected = status === 200 ? ['form', undefined] : ['status', status];
    assert.deepEqual([problem, told], expected);
  }
  assert.deepEqual(readdirSync(folder), []);
});

test('a profile is asked for with the headers of the probes', async (t) => {
  const { url } = await server(t, (request, response) =>
    response.writeHead(request.headers['x-key'] === 'k' ? 200 : 401).end(PROFILE),
  );
  const headers = { 'X-Key': 'k' };
  assert.equal((await fetchCpuProfile(`${url}/`, headers, 1, await tempFolder(t), NEVER)).ok, true);
});

test('a heap profile that fails does not take the goroutines with it', async (t) => {
  const folder = await tempFolder(t);
  const { url } = await server(t, (request, response) =>
    request.url === '/goroutine' ? response.end(PROFILE) : response.writeHead(501).end(),
  );
  const fetched = await fetchBorderProfiles(`${url}/`, {}, 'end', folder, NEVER);
  assert.deepEqual(
    fetched.map(({ file, ok }) => [file, ok]),
    [
      ['heap.pprof', false],
      ['goroutine.pprof', true],
    ],
  );
});

test('a target that is gone is said, not thrown', async (t) => {
  const fetched = await fetchCpuProfile(`${await closedUrl()}/`, {}, 1, await tempFolder(t), NEVER);
  assert.equal(fetched.ok, false);
});

test('an interrupt ends the wait for a profile', async (t) => {
  const interrupt = new AbortController();
  const { url } = await server(t, () => interrupt.abort());
  const fetched = await fetchCpuProfile(`${url}/`, {}, 30, await tempFolder(t), interrupt.signal);
  assert.equal(fetched.ok, false);
});

test('a profile that cannot be written is the machine’s fault', async (t) => {
  const folder = join(await tempFolder(t), 'gone');
  const { url } = await server(t, (_, response) => response.end(PROFILE));
  await assert.rejects(fetchCpuProfile(`${url}/`, {}, 1, folder, NEVER), { code: 'machine' });
  assert.equal(existsSync(folder), false);
});

test('a profile that names a secret is kept without it, and all else in it stays', async (t) => {
  keepSecret('pprof-secret "1"');
  const strings = new StringTable();
  const profile = new Profile({
    sampleType: [new ValueType({ type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') })],
    comment: [
      strings.dedup(`token=${encodeURIComponent('pprof-secret "1"')}`),
      strings.dedup('x'.repeat(300)),
    ],
    stringTable: strings,
    durationNanos: 7,
  });
  const folder = await tempFolder(t);
  const { url } = await server(t, (_, response) => response.end(gzipSync(profile.encode())));
  assert.equal((await fetchCpuProfile(`${url}/p/`, {}, 1, folder, NEVER)).ok, true);
  const kept = Profile.decode(gunzipSync(readFileSync(join(folder, FILES.cpuProfile))));
  assert.deepEqual(kept.stringTable.strings, ['', 'cpu', 'nanoseconds', 'token=***', 'x'.repeat(300)]);
  assert.deepEqual([kept.durationNanos, kept.comment], [profile.durationNanos, profile.comment]);
});
