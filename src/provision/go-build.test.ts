import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../testing/is-alive.ts';
import { until } from '../testing/until.ts';
import { type House, house, jobIn, program } from './fixtures.ts';
import { buildFromSource } from './go-build.ts';
import { PATIENCE } from './job.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fake Go that answers `version` well and runs `body` for `build -v -o FILE .`. */
function fakeGo({ bin }: House, body: string, version = "echo 'go version go1.26.8 linux/amd64'") {
  return program(join(bin, 'go'), `case "$1" in version) ${version} ;; build) ${body} ;; esac`);
}

test('the build runs in the pinned source with nothing of the user in the way, and reports', async (t) => {
  const place = await house(t);
  await fakeGo(
    place,
    `{ pwd; echo "$* [$GOFLAGS] $GOWORK $CGO_ENABLED [$GOOS$GOARCH] $GOTMPDIR $GOPROXY"; } > "$4"`,
  );
  const user = {
    GOFLAGS: '-mod=vendor -race',
    GOOS: 'plan9',
    GOARCH: 'mips',
    GOWORK: '/w',
    GOPROXY: 'http://mirror',
  };
  const job = jobIn({ ...place.env, ...user }, { root });
  const k6 = await buildFromSource(job, place.home);
  assert.equal(
    await readFile(k6, 'utf8'),
    [
      join(root, 'src', 'provision', 'k6-source'),
      `build -v -o ${k6} . [-mod=readonly -trimpath -buildvcs=false] off 0 [] ${place.home} http://mirror\n`,
    ].join('\n'),
  );
  assert.deepEqual(job.lines, [
    'building k6 v2.2.0 from source with Go 1.26.8: once, 2 to 3 minutes on two cores',
  ]);
});

test('a long build shows that it moves', async (t) => {
  const place = await house(t);
  await fakeGo(place, 'echo "go: downloading a v1"; echo "go: downloading b v1"; echo fmt >&2; sleep 300');
  const stop = new AbortController();
  const lines: string[] = [];
  const progress = (line: string) => {
    lines.push(line);
    if (line.includes('1 packages')) stop.abort();
  };
  const job = jobIn(place.env, {
    root,
    progress,
    signal: stop.signal,
    patience: { ...PATIENCE, tickMs: 20 },
  });
  await assert.rejects(buildFromSource(job, place.home), { code: 'interrupted' });
  assert.match(lines.at(-1) ?? '', /^building k6: 2 modules fetched, 1 packages compiled, \d+ s$/);
});

test('an abort ends Go and its children', async (t) => {
  const place = await house(t);
  const pidFile = join(place.bin, 'pid');
  await fakeGo(place, `sleep 300 & echo $! > '${pidFile}'; wait`);
  const stop = new AbortController();
  const build = buildFromSource(jobIn(place.env, { root, signal: stop.signal }), place.home);
  const pid = async () => Number(await readFile(pidFile, 'utf8').catch(() => '0'));
  await until('the compiler runs', async () => (await pid()) > 0);
  stop.abort();
  await assert.rejects(build, { code: 'interrupted' });
  const compiler = await pid();
  await until('the compiler has ended', async () => !(await isAlive(compiler)));
});

test('a machine without Go says which Go it needs', async (t) => {
  const { env, home } = await house(t);
  await assert.rejects(buildFromSource(jobIn(env, { root }), home), {
    code: 'provision',
    message: 'There is no Go on PATH; install Go 1.25.0 or newer (https://go.dev/dl/).',
  });
});

test('a project without the source build says so', async (t) => {
  const { env, home } = await house(t);
  await assert.rejects(buildFromSource(jobIn(env, { root: home }), home), {
    code: 'provision',
    message: `There is no go.mod with a go line in ${join(home, 'src', 'provision', 'k6-source')}; install burstbox again.`,
  });
});

test('each kind of unusable Go has its own message', async (t) => {
  const place = await house(t);
  const go = join(place.bin, 'go');
  const kinds: [version: string, message: string][] = [
    [
      "echo 'go version go1.9.7 linux/amd64'",
      `${go} is Go 1.9.7, and Go 1.25.0 or newer is needed; install it.`,
    ],
    [
      "echo 'go: download go1.25.0: toolchain not available' >&2; exit 1",
      `${go} does not work (go: download go1.25.0: toolchain not available); install Go 1.25.0 or newer.`,
    ],
    ['exit 2', `${go} does not work (exit code 2 and no output); install Go 1.25.0 or newer.`],
  ];
  for (const [version, message] of kinds) {
    await fakeGo(place, 'exit 0', version);
    await assert.rejects(buildFromSource(jobIn(place.env, { root }), place.home), {
      code: 'provision',
      message,
    });
  }
  await fakeGo(place, 'exit 0', 'sleep 300');
  const job = jobIn(place.env, { root, patience: { ...PATIENCE, toolchainMs: 300 } });
  await assert.rejects(buildFromSource(job, place.home), {
    message: `${go} does not work (it took more than 0.3 s); install Go 1.25.0 or newer.`,
  });
});

test('each known failure of a build is explained, with what Go said', async (t) => {
  const failures: [said: string, code: string, message: string][] = [
    [
      'verifying github.com/a/b@v1.0.0: checksum mismatch',
      'provision',
      'The Go build failed: a module does not have the checksum that go.sum pins; do not trust the Go module proxy in use (verifying github.com/a/b@v1.0.0: checksum mismatch).',
    ],
    [
      'a@v1: reading http://proxy/a/@v/v1.zip: 404 Not Found',
      'provision',
      'The Go build failed: the Go module proxy does not have a module; set GOPROXY to one that has all public modules (a@v1: reading http://proxy/a/@v/v1.zip: 404 Not Found).',
    ],
    [
      'a@v1: Get "https://proxy/a": dial tcp 127.0.0.1:1: connect: connection refused',
      'provision',
      'The Go build failed: the Go module proxy cannot be reached; check the network, GOPROXY and HTTPS_PROXY (a@v1: Get "https://proxy/a": dial tcp 127.0.0.1:1: connect: connection refused).',
    ],
    [
      'a: compile: signal: killed',
      'provision',
      'The Go build failed: the machine ran out of memory; stop other programs and try again (a: compile: signal: killed).',
    ],
    ['./main.go:4:8: syntax error', 'provision', 'The Go build failed: ./main.go:4:8: syntax error.'],
    [
      'write /cache/a: no space left on device',
      'machine',
      'The disk filled up while building k6; k6 takes 100 MB in its cache, and 2 GB more when Go builds it: free some space, or set XDG_CACHE_HOME to a folder on another disk.',
    ],
  ];
  const place = await house(t);
  for (const [said, code, message] of failures) {
    await fakeGo(place, `echo fmt; echo '${said}' >&2; exit 1`);
    await assert.rejects(buildFromSource(jobIn(place.env, { root }), place.home), { code, message });
  }
  assert.deepEqual(await readdir(place.home), []);
});

test('a build that never ends is given up', async (t) => {
  const place = await house(t);
  await fakeGo(place, 'sleep 300');
  const job = jobIn(place.env, { root, patience: { ...PATIENCE, buildMs: 300 } });
  await assert.rejects(buildFromSource(job, place.home), {
    code: 'provision',
    message: 'The Go build failed: it took more than 0.3 s.',
  });
});
