/** The ledgers themselves: whose they are, and what is done with one that is damaged. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTicks } from '../../ledger/identity.ts';
import { type LedgerEntry, openLedger } from '../../ledger/ledger.ts';
import { sweep, sweepOwn } from './sweep.ts';
import { plantLedger, RUN, useStateFolder } from './test-ledgers.ts';

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
