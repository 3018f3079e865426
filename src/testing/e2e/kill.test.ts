/** Things that are killed mid-run: what is left, what is said, and the exit code. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FILES } from '../../store/store.ts';
import { eventually, inWorld, pidOf, statuses, type World } from './cli.ts';

const WORDS = 't3-micro ping upload --duration 8s --vus 5 --sandbox process';

describe('side by side, each in a world of its own', { concurrency: 2 }, () => {
  test('k6 is killed: the scenario is unknown, the next one runs, nothing is left', () =>
    inWorld(async (world) => {
      const { ended } = world.start(WORDS);
      process.kill(await pidUnderLoad(world, 'ping', 'k6'), 'SIGKILL');
      const { code, stdout } = await ended;
      assert.equal(code, 2);
      assert.match(stdout, /ping +unknown +.*k6 was ended by SIGKILL/);
      assert.equal(world.outcome('t3-micro', 'upload').firstCause, undefined);
      assert.deepEqual(world.leftovers(), []);
    }));

  test('the service is killed: the scenario is critical with that as its first cause, and k6 keeps its summary', () =>
    inWorld(async (world) => {
      const { ended } = world.start(WORDS);
      process.kill(await pidUnderLoad(world, 'ping', 'target/main.mjs'), 'SIGKILL');
      const { code, stdout } = await ended;
      assert.equal(code, 1);
      assert.match(stdout, /ping +critical +the service ended by SIGKILL at \d+:\d\d of the load/);
      assert.ok(existsSync(join(world.results, 'latest', 't3-micro', 'ping', FILES.summary)));
      assert.equal(world.outcome('t3-micro', 'upload').firstCause, undefined);
      assert.deepEqual(world.leftovers(), []);
    }));

  test('the orchestrator is killed: the next command ends what it left, and its results can be read', () =>
    inWorld(async (world) => {
      const { child, ended } = world.start(WORDS);
      await pidUnderLoad(world, 'upload', 'k6');
      child.kill('SIGKILL');
      await ended;
      assert.notDeepEqual(world.leftovers(), []);
      const { code, stderr } = await world.run('list');
      assert.equal(code, 0);
      assert.match(stderr, /run \S+ had died; removed .*process/);
      assert.deepEqual(world.leftovers(), []);
      assert.equal(world.record().state, 'interrupted');
      assert.deepEqual(Object.keys(statuses(world.verdict())), ['t3-micro ping', 't3-micro upload']);
      const judged = await world.run('judge latest');
      assert.equal(judged.code, 2);
      assert.match(judged.stdout, /upload +unknown +this scenario was not run to its end/);
      assert.match(
        readFileSync(join(world.results, 'latest', FILES.reportMarkdown), 'utf8'),
        /run-incomplete/,
      );
    }));

  test('a build of k6 is killed: the compiler, its children and its folder go with the next command', () =>
    inWorld(async (world) => {
      const bin = fakeGo(world);
      const env = {
        PATH: bin,
        XDG_CACHE_HOME: world.folder,
        K6_BIN: '',
        K6_RELEASE_BASE_URL: 'http://127.0.0.1:9',
      };
      const { child, ended } = world.start('t3-micro ping --sandbox process', env);
      await eventually(60, 'the compiler runs', () => pidOf(world, 'a-child-of-the-compiler'));
      child.kill('SIGKILL');
      await ended;
      const { stderr } = await world.run('list');
      assert.match(stderr, /a command had died; removed process, folder/);
      assert.deepEqual(world.leftovers(), []);
      const left = readdirSync(world.folder, { recursive: true, encoding: 'utf8' });
      assert.deepEqual(
        left.filter((name) => /partial-|\.part$|results./.test(name)),
        [],
      );
    }));

  test('serve is killed: its service and data go, and the run whose run.json lies in that folder is not touched', () =>
    inWorld(async (world) => {
      const run = join(world.folder, FILES.run);
      writeFileSync(run, '{"state":"running"}');
      const { child } = world.start('serve', { HOST: '127.0.0.1', PORT: '0' }, world.folder);
      await eventually(60, 'the service runs', () => pidOf(world, 'target/main.mjs'));
      // Its end, and not that of its output, which the service holds open.
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      const { stderr } = await world.run('list', {}, world.folder);
      assert.match(stderr, /a command had died; removed /);
      assert.deepEqual(world.leftovers(), []);
      assert.equal(readFileSync(run, 'utf8'), '{"state":"running"}');
    }));

  test('one Ctrl-C ends politely: k6 drained, profiles and a partial report written, exit 130', () =>
    inWorld(async (world) => {
      const { child, ended } = world.start(WORDS);
      await pidUnderLoad(world, 'ping', 'k6');
      child.kill('SIGINT');
      const { code, stdout } = await ended;
      assert.equal(code, 130);
      assert.match(stdout, /ping +unknown +interrupted by the user/);
      const folder = join(world.results, 'latest', 't3-micro', 'ping');
      for (const file of [FILES.summary, FILES.heapEnd, FILES.verdict])
        assert.ok(existsSync(join(folder, file)), file);
      assert.equal(world.record().state, 'interrupted');
      assert.deepEqual(world.leftovers(), []);
    }));

  test('two Ctrl-C end at once and leave nothing either', () =>
    inWorld(async (world) => {
      const { child, ended } = world.start(WORDS);
      await pidUnderLoad(world, 'ping', 'k6');
      child.kill('SIGINT');
      await eventually(5, 'the first Ctrl-C was heard', () => world.stderr().includes('Ctrl-C again'));
      child.kill('SIGINT');
      const { code } = await ended;
      assert.equal(code, 130);
      assert.deepEqual(world.leftovers(), []);
    }));
});

/** The pid of a process once the load of that scenario runs. */
async function pidUnderLoad(world: World, scenario: string, word: string): Promise<number> {
  const samples = join(world.results, 'latest', 't3-micro', scenario, FILES.samples);
  await eventually(
    240,
    `${scenario} has samples`,
    () => existsSync(samples) && readFileSync(samples, 'utf8').split('\n').length > 3,
  );
  return await eventually(5, `a process of ${word}`, () => pidOf(world, word));
}

/** A Go whose build never ends, and has a child in a session of its own. @returns a folder for PATH */
function fakeGo(world: World): string {
  const bin = join(world.folder, 'bin');
  mkdirSync(bin);
  const endless = 'setInterval(() => {}, 1000)';
  const code = `require('node:child_process').spawn(process.execPath, ['-e', '${endless}', 'a-child-of-the-compiler'], { detached: true, stdio: 'ignore' }); ${endless}`;
  const script = `#!/bin/sh\n[ "$1" = version ] && echo 'go version go1.99.0 x/y' && exit\nexec '${process.execPath}' -e "${code}"\n`;
  writeFileSync(join(bin, 'go'), script, { mode: 0o755 });
  return bin;
}
