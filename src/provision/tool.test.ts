import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { house, program } from './fixtures.ts';
import { provision } from './provision.ts';
import { fileOf, type Tool, thisPlatform } from './tool.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One that has nothing in common with k6 but that Go builds it: another module's package, and no releases. */
const GATEWAY: Tool = {
  name: 'gateway',
  version: 'v1.4.0',
  wanted: 'v1.4.0',
  isWanted: (version) => version === 'v1.4.0',
  variable: 'GATEWAY_BIN',
  versionArgs: ['--version'],
  readVersion: (output) => /^Version {2}: (\S+)$/m.exec(output)?.[1],
  installUrl: 'https://gateway.example/install',
  diskTakes: '50 MB in its cache, and 1 GB more when Go builds it',
  source: {
    // Any folder with a go.mod serves the fake Go of these tests.
    folder: 'k6-source',
    package: 'example.com/gateway/cmd/gateway',
    ldflags: '-X main.Version=v1.4.0',
    takes: 'a minute',
  },
};

const SAYS_VERSION = `[ "$1" = --version ] && printf 'Version  : v1.4.0\\nBuild    : x\\n'`;

test('a second program needs its declaration and nothing else', async (t) => {
  const { bin, home, env } = await house(t);
  const asked = join(home, 'asked');
  await program(
    join(bin, 'go'),
    `case "$1" in version) echo 'go version go1.26.8 x/y' ;; build) echo "$@" > '${asked}'; cat "$0.made" > "$4" ;; esac`,
  );
  await program(join(bin, 'go.made'), SAYS_VERSION);
  const lines: string[] = [];
  const get = () => provision(GATEWAY, { root, env, progress: (line) => lines.push(line) });

  const path = join(home, '.cache', 'burstbox', 'gateway', 'v1.4.0', thisPlatform(), fileOf(GATEWAY));
  assert.deepEqual(await get(), { path, version: 'v1.4.0', source: 'build' });
  assert.deepEqual(lines, [
    'building gateway v1.4.0 from source with Go 1.26.8: once, a minute',
    `gateway v1.4.0 is ready in ${path}`,
  ]);
  assert.match(
    await readFile(asked, 'utf8'),
    /^build -v -o \S+\/gateway -ldflags=-X main\.Version=v1\.4\.0 example\.com\/gateway\/cmd\/gateway\n$/,
  );
  assert.equal((await get()).source, 'cache');
  const onPath = await program(join(bin, 'gateway'), SAYS_VERSION);
  assert.deepEqual(await get(), { path: onPath, version: 'v1.4.0', source: 'PATH' });
});

test('messages name the program and its own variable', async (t) => {
  const { bin, env } = await house(t);
  const old = await program(join(bin, 'old'), "printf 'Version  : v1.3.0\\n'");
  const silent = await program(join(bin, 'gateway'), 'true');
  const get = (more: NodeJS.ProcessEnv) =>
    provision(GATEWAY, { root, env: { ...env, ...more }, progress: () => {} });
  await assert.rejects(get({ GATEWAY_BIN: old }), {
    code: 'provision',
    message: `GATEWAY_BIN is ${old}, which is gateway v1.3.0, and v1.4.0 is needed; set it to the path of a gateway v1.4.0, or unset it and burstbox will find or fetch one.`,
  });
  await assert.rejects(get({}), {
    code: 'provision',
    message: [
      'There is no gateway v1.4.0, and none could be fetched:',
      `  PATH: ${silent} does not answer \`--version\` as gateway does (it printed nothing, exit code 0).`,
      '  build: There is no Go on PATH; install Go 1.25.0 or newer (https://go.dev/dl/).',
      'Install gateway v1.4.0 (https://gateway.example/install) on PATH, or set GATEWAY_BIN to its path.',
    ].join('\n'),
  });
});
