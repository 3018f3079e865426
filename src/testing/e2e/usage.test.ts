/** Bad input: one clear sentence, the right exit code, no stack trace, nothing started. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOfProject, type Ended, inWorld, newWorld } from './cli.ts';

const CASES: [words: string, code: number, says: RegExp][] = [
  ['t3-mikro ping', 64, /unknown name "t3-mikro" \(did you mean "t3-micro"\?\)/],
  ['ping --durration 5s', 64, /unknown flag --durration \(did you mean "--duration"\?\)/],
  ['ping --duration soon', 64, /--duration soon: expected a time from/],
  ['ping --vus none', 64, /--vus none: expected a whole number/],
  ['ping --rate 5', 64, /--rate 5: none of these scenarios uses the open model/],
  [
    'ping --search',
    64,
    /--search: none of these scenarios has levels to search in; name one, such as `ladder`/,
  ],
  ['ping --pace slow', 64, /--pace slow: expected quick, full/],
  ['ping --sandbox dokcer', 64, /--sandbox dokcer: expected .* \(did you mean "docker"\?\)/],
  ['ping --target nowhere', 64, /--target nowhere: no such target and no such file/],
  ['ping --base-url localhost:80', 64, /--base-url localhost:80: expected an http or https URL/],
  ['ping --sandbox none', 64, /--sandbox none needs a service that is already running/],
  ['ping --base-url http://127.0.0.1:1', 2, /no service at http:\/\/127\.0\.0\.1:1\/health/],
  ['matrix heap-leek', 64, /the matrix has no row "heap-leek" \(did you mean "heap-leak"\?\)/],
  ['matrix --fault slow', 64, /--fault: the matrix rows set this themselves; it takes --repeat/],
  ['matrix --sandbox none', 64, /--sandbox none: the matrix starts its services itself/],
  ['ping --repeat 51', 64, /--repeat 51: expected a whole number from 1 to 50/],
  ['bench extra', 64, /bench takes no names \("extra"\)/],
  ['bench --vus 5', 64, /--vus: only runs under load take it; it takes --go, --repeat, --out/],
  ['bench --go README.md', 64, /--go README.md: there is no go.mod in it/],
  ['bench --go /nowhere', 64, /--go \/nowhere: there is no such folder; name the folder of a Go module/],
  ['init', 64, /init needs a service: give its address with --base-url/],
  [
    'init shop.yaml --base-url http://127.0.0.1:1',
    64,
    /shop\.yaml: expected a file name that ends in \.json/,
  ],
  ['init --vus 5', 64, /--vus: only runs under load take it; it takes --force, --read-only/],
  ['init --auth bearer:no-secret', 64, /--auth: the value does not end in the name of an environment/],
  ['init --upload files', 64, /--upload files: expected a method and a path such as "PUT \/files/],
  [
    'init --probe jmx=/metrics',
    64,
    /--probe jmx=\/metrics: expected a form and a path or URL, such as prometheus/,
  ],
  ['init --base-url http://127.0.0.1:1', 2, /no service at http:\/\/127\.0\.0\.1:1\//],
  ['ping --read-only', 64, /unknown flag --read-only; it is for `init`/],
  ['judge', 64, /judge needs one run/],
  ['judge nothing', 2, /no run "nothing"/],
];

for (const [words, code, says] of CASES)
  test(`node run.mjs ${words} ends with ${code} and one sentence`, () =>
    inWorld(async (world) => {
      const ended = await world.run(words);
      assertSentence(ended, code, says);
      assert.deepEqual(world.leftovers(), []);
    }));

test('a broken profile is named with path, value and what was expected', async () => {
  const copy = copyOfProject({
    'profiles/tiny.json': '{"schema":"burstbox/profile/1","about":"x","cpus":0,"memoryMib":64}',
  });
  const world = newWorld(copy.folder);
  try {
    assertSentence(await world.run('tiny ping'), 64, /profiles\/tiny\.json: \/cpus is 0; expected >= 0\.01/);
  } finally {
    world.end();
    copy.end();
  }
});

test('a broken target file is named with path, value and what was expected', () =>
  inWorld(async (world) => {
    const path = join(world.folder, 'mine.json');
    writeFileSync(path, '{"schema":"burstbox/target/1","about":"x","health":"/","routes":{"ping":"nope"}}');
    assertSentence(
      await world.run(`ping --target ${path}`),
      64,
      /mine\.json: \/routes\/ping is "nope"; expected a path that begins with a slash/,
    );
    writeFileSync(path, '{"schema":');
    assertSentence(await world.run(`ping --target ${path}`), 64, /mine\.json: .*expected a JSON file/);
  }));

test('a port in use is named', () =>
  inWorld(async (world) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const start = { command: ['node', '-e', '0'], port };
      const target = world.target('answers-500', {}, { start });
      const ended = await world.run(`t3-micro ping --sandbox process --target ${target}`);
      assertSentence(ended, 2, new RegExp(`port ${port} on 127\\.0\\.0\\.1 is in use by another program`));
    } finally {
      server.close();
    }
  }));

test(
  'a full disk is named, and nothing is left behind',
  { skip: process.getuid?.() === 0 ? false : 'mounting a small disk needs root' },
  () =>
    inWorld(async (world) => {
      const disk = join(world.folder, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48k', 'tmpfs', disk]);
      try {
        const ended = await world.run(`t3-micro ping --duration 6s --vus 5 --sandbox process --out ${disk}`);
        assertSentence(
          ended,
          2,
          /cannot write .*: the disk is full; free some space or choose another place with --out/,
        );
        assert.deepEqual(world.leftovers(), []);
      } finally {
        execFileSync('umount', [disk]);
      }
    }),
);

/** The last thing on stderr is one line of ours. */
function assertSentence({ code, stdout, stderr }: Ended, expected: number, says: RegExp): void {
  const lines = stderr.trim().split('\n');
  assert.match(lines.at(-1) ?? '', says);
  assert.match(lines.at(-1) ?? '', /^burstbox: /);
  assert.doesNotMatch(stderr, /^ +at /m);
  assert.equal(code, expected);
  assert.equal(stdout, '');
}
