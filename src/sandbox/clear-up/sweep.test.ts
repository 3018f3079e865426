import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startTicks } from '../../ledger/identity.ts';
import { type LedgerEntry, openLedger } from '../../ledger/ledger.ts';
import { probeCgroup } from '../cgroup/cgroup.ts';
import { membersOf } from '../cgroup/group.ts';
import { docker } from '../docker/cli.ts';
import { inspectContainer } from '../docker/container.ts';
import { probeDocker } from '../docker/docker.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { holdsWithin } from '../process/wait.ts';
import { testWith } from '../test-bed.ts';
import { sweep, sweepOwn } from './sweep.ts';

const RUN = { folder: '/results/of/this/run' };
const PATIENCE_MS = 20_000;
const probes = { docker: await probeDocker(), cgroup: await probeCgroup() };

test('a ledger is on disk before add returns, and gone when it is closed empty', (t) => {
  const state = useStateFolder(t);
  const ledger = openLedger({ id: 'r1', ...RUN });
  ledger.add({ kind: 'container', name: 'x' });
  const [file = ''] = readdirSync(state);
  assert.deepEqual(JSON.parse(readFileSync(join(state, file), 'utf8')), {
    schema: 'burstbox/ledger/1',
    owner: { pid: process.pid, startTicks: startTicks(process.pid), host: hostname() },
    run: { id: 'r1', ...RUN },
    entries: [{ kind: 'container', name: 'x' }],
  });
  ledger.close();
  assert.deepEqual(readdirSync(state), [file], 'what is left in it is for the next sweep');
  ledger.remove({ kind: 'container', name: 'x' });
  ledger.close();
  assert.deepEqual(readdirSync(state), []);
});

test('the ledger of a living process is not touched', async (t) => {
  const state = useStateFolder(t);
  const ledger = openLedger({ id: 'r1', ...RUN });
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  ledger.add({ kind: 'folder', path: folder });
  assert.deepEqual(await sweep(), []);
  assert.ok(existsSync(folder));
  assert.equal(readdirSync(state).length, 1);
});

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

test('a ledger that would put more into the environment of docker than its engine is none', async (t) => {
  const state = useStateFolder(t);
  for (const engine of [{ LD_PRELOAD: '/tmp/x.so' }, { DOCKER_HOST: 7 }, 'unix:///x.sock', null]) {
    plantLedger(state, [{ kind: 'container', name: 'x', engine } as unknown as LedgerEntry]);
    const [swept] = await sweep();
    assert.match(swept?.troubles[0] ?? '', /cannot be read/, JSON.stringify(engine));
  }
});

test('a broken ledger is reported, put aside, and does not stop the sweep of the others', async (t) => {
  const state = useStateFolder(t);
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  plantLedger(state, [{ kind: 'folder', path: folder }]);
  writeFileSync(join(state, 'a.json'), '{"schema":');
  writeFileSync(join(state, 'b.json'), '{"schema":"burstbox/ledger/1","entries":[]}');
  const swept = await sweep();
  assert.deepEqual(
    swept.map(({ run, removed }) => ({ run: run?.id, removed })),
    [
      { run: undefined, removed: [] },
      { run: undefined, removed: [] },
      { run: 'dead', removed: [{ kind: 'folder', path: folder }] },
    ],
  );
  assert.match(
    swept[1]?.troubles[0] ?? '',
    /^the ledger b\.json cannot be read \(it is not a burstbox\/ledger\/1\)/,
  );
  assert.deepEqual(readdirSync(state).sort(), ['a.json.broken', 'b.json.broken']);
  assert.deepEqual(await sweep(), []);
});

test('a ledger that another command sweeps at this moment is no trouble', async (t) => {
  const state = useStateFolder(t);
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  plantLedger(state, [{ kind: 'folder', path: folder }]);
  copyFileSync(join(state, 'dead.json'), join(state, 'later.json'));
  const sweeping = sweep(); // has seen both, and is busy with the first
  rmSync(join(state, 'later.json'));
  const swept = await sweeping;
  assert.deepEqual(
    swept.map(({ removed, troubles }) => ({ removed, troubles })),
    [{ removed: [{ kind: 'folder', path: folder }], troubles: [] }],
  );
  assert.deepEqual(readdirSync(state), []);
});

test('what this process started can be removed at once, and its ledger stays for the next sweep', async (t) => {
  const state = useStateFolder(t);
  const ledger = openLedger({ id: 'r1', ...RUN });
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  const service = spawn('sleep', ['60']);
  t.after(() => service.kill('SIGKILL'));
  await once(service, 'spawn');
  const pid = Number(service.pid);
  ledger.add({ kind: 'folder', path: folder });
  ledger.add({ kind: 'process', pid, startTicks: startTicks(pid) ?? 0, group: false });
  ledger.add({ kind: 'folder', path: '/usr/../etc' }); // what cannot be removed does not stop the rest
  const before = readdirSync(state).map((file) => readFileSync(join(state, file), 'utf8'));
  await sweepOwn();
  assert.equal(startTicks(pid), undefined);
  assert.deepEqual([existsSync(folder), existsSync('/etc')], [false, true]);
  assert.deepEqual(
    readdirSync(state).map((file) => readFileSync(join(state, file), 'utf8')),
    before,
  );
});

test('what another process with our pid started, earlier or on another host, is not ours to remove', async (t) => {
  const state = useStateFolder(t);
  const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const start = startTicks(process.pid) ?? 0;
  const owners = [
    { pid: process.pid, startTicks: start - 1, host: hostname() },
    { pid: process.pid, startTicks: start, host: `not-${hostname()}` },
    { pid: process.ppid, startTicks: startTicks(process.ppid) ?? 0, host: hostname() },
  ];
  for (const [index, owner] of owners.entries())
    plantLedger(state, [{ kind: 'folder', path: folder }], { owner, name: `other-${index}` });
  await sweepOwn();
  assert.equal(existsSync(folder), true);
});

test('a ledger that cannot be written is told as trouble with the machine', (t) => {
  const state = useStateFolder(t);
  const ledger = openLedger({ id: 'r1', ...RUN });
  rmSync(state, { recursive: true });
  const refused = { name: 'BurstboxError', code: 'machine', message: /^cannot write .*r1\..*: .*ENOENT/ };
  assert.throws(() => ledger.add({ kind: 'container', name: 'x' }), refused);
  assert.throws(() => ledger.remove({ kind: 'container', name: 'x' }), refused);
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

/** The ledgers of this test only. Returns the folder that they are in. */
function useStateFolder(t: test.TestContext): string {
  const before = process.env.XDG_STATE_HOME;
  const home = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
  process.env.XDG_STATE_HOME = home;
  t.after(() => {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(home, { recursive: true });
  });
  const state = join(home, 'burstbox');
  mkdirSync(state);
  return state;
}

/** A ledger as a process leaves it that died: nobody has started at tick 1 with this pid. */
function plantLedger(
  state: string,
  entries: LedgerEntry[],
  { owner = { pid: process.pid, startTicks: 1, host: hostname() }, name = 'dead' } = {},
): void {
  const record = { schema: 'burstbox/ledger/1', owner, run: { id: 'dead', ...RUN }, entries };
  writeFileSync(join(state, `${name}.json`), JSON.stringify(record));
}
