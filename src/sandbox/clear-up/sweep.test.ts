/** What a killed run left is removed, and what only looks like it is not. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTicks } from '../../ledger/identity.ts';
import type { LedgerEntry } from '../../ledger/ledger.ts';
import { probeCgroup } from '../cgroup/cgroup.ts';
import { membersOf } from '../cgroup/group.ts';
import { docker } from '../docker/cli.ts';
import { inspectContainer } from '../docker/container.ts';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { holdsWithin } from '../process/wait.ts';
import { testWith } from '../test-bed.ts';
import { sweep } from './sweep.ts';
import { plantLedger, RUN, useStateFolder } from './test-ledgers.ts';

const PATIENCE_MS = 20_000;

const probes = { docker: await probeDocker(), cgroup: await probeCgroup() };

test('after a killed run its process with a grandchild and its folder are swept', async (t) => {
  await killAndSweep(t, 'process', (entries) => {
    const [leader] = entries.flatMap((entry) => (entry.kind === 'process' ? [entry.pid] : []));
    assert.ok(
      leader !== undefined && startTicks(leader) !== undefined,
      'the service outlives the killed run',
    );
    return () => assert.equal(startTicks(leader), undefined);
  });
});

testWith(probes.cgroup, 'after a killed run its control group and all in it are swept', async (t) => {
  await killAndSweep(t, 'cgroup', (entries) => {
    const folders = entries.flatMap((entry) => (entry.kind === 'cgroup' ? [entry.path] : []));
    assert.equal(membersOf(folders).length, 2, 'the service and its child outlive the killed run');
    return () =>
      assert.deepEqual(
        folders.filter((folder) => existsSync(folder)),
        [],
      );
  });
});

testWith(probes.docker, 'after a killed run its container is swept', async (t) => {
  await ensureHostNodeImage();
  await killAndSweep(t, 'docker', async (entries) => {
    const [name = ''] = entries.flatMap((entry) => (entry.kind === 'container' ? [entry.name] : []));
    assert.equal(
      (await inspectContainer(name))?.State.Status,
      'running',
      'the container outlives the killed run',
    );
    return async () => assert.equal(await inspectContainer(name), undefined);
  });
});

test('a process with the pid but another start is somebody else', async (t) => {
  const state = useStateFolder(t);
  const stranger = spawn('sleep', ['60']);
  t.after(() => stranger.kill());
  await once(stranger, 'spawn');
  const pid = Number(stranger.pid);
  plantLedger(state, [{ kind: 'process', pid, startTicks: 1, group: false }]);
  assert.deepEqual(await sweep(), [{ run: { id: 'dead', ...RUN }, removed: [], troubles: [] }]);
  assert.notEqual(startTicks(pid), undefined);
  assert.deepEqual(readdirSync(state), []);
});

test('a folder or control group that does not look like ours is left alone', async (t) => {
  const state = useStateFolder(t);
  const parent = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(parent, { recursive: true }));
  const precious = join(parent, 'precious');
  mkdirSync(precious);
  const paths = [precious, `${parent}/../../etc`, '/usr/../etc'];
  plantLedger(state, [
    ...paths.map((path) => ({ kind: 'folder', path }) as const),
    { kind: 'cgroup', path: precious },
  ]);
  const [swept] = await sweep();
  assert.deepEqual(swept?.removed, []);
  assert.deepEqual(swept?.troubles, [
    `${precious} does not look like a control group of burstbox and was left alone`,
    ...paths
      .toReversed()
      .map((path) => `${path} does not look like a temp folder of burstbox and was left alone`),
  ]);
  assert.ok(existsSync(precious) && existsSync('/etc'));
  assert.deepEqual(readdirSync(state), [], 'there is no second try');
});

testWith(probes.docker, 'a container without our label is left alone', async (t) => {
  const state = useStateFolder(t);
  const name = `burstbox-test-stranger-${process.pid}`;
  await docker(['create', '--name', name, await ensureHostNodeImage(), 'node']);
  t.after(() => docker(['rm', '--force', name]));
  plantLedger(state, [{ kind: 'container', name }]);
  const [swept] = await sweep();
  assert.deepEqual(swept?.troubles, [
    `container ${name} has no label burstbox.service, so it is not ours and was left alone`,
  ]);
  assert.notEqual(await inspectContainer(name), undefined);
});

type Look = (entries: LedgerEntry[]) => (() => void | Promise<void>) | Promise<() => Promise<void>>;

/** Runs the fixture in one driver, kills it, lets `look` find what it left, sweeps, and has it look for that again. */
async function killAndSweep(t: test.TestContext, driver: string, look: Look): Promise<void> {
  const state = useStateFolder(t);
  const id = `burstbox-test-${process.pid}`;
  const fixture = fileURLToPath(new URL('orchestrator.fixture.ts', import.meta.url));
  const run = spawn(process.execPath, ['--import', 'tsx', fixture, id, driver], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => run.kill('SIGKILL'));
  const { folder } = JSON.parse(await firstLine(run)) as { folder: string };
  const log = join(folder, `${driver}.log`);
  assert.ok(await holdsWithin(PATIENCE_MS, () => readFileSync(log, 'utf8').includes('ready')));
  const grandchild =
    driver === 'docker' ? undefined : Number(/child (\d+)/.exec(readFileSync(log, 'utf8'))?.[1]);
  const [file = ''] = readdirSync(state);
  const { entries } = JSON.parse(readFileSync(join(state, file), 'utf8')) as { entries: LedgerEntry[] };
  run.kill('SIGKILL');
  await once(run, 'exit');

  const lookAgain = await look(entries);
  const [swept, ...others] = await sweep();
  assert.deepEqual(others, []);
  assert.deepEqual(swept?.run, { id: `burstbox-test-${process.pid}`, ...RUN });
  assert.deepEqual(swept?.troubles, []);
  assert.ok(swept?.removed.some((entry) => entry.kind === 'folder' && entry.path === folder));
  await lookAgain();
  if (grandchild !== undefined) assert.equal(startTicks(grandchild), undefined, 'the grandchild is gone too');
  assert.equal(existsSync(folder), false);
  assert.deepEqual(readdirSync(state), []);
}

async function firstLine(child: ChildProcess): Promise<string> {
  assert.ok(child.stdout);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}
