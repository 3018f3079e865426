import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { MIB } from '../../text/numbers.ts';
import { processReader } from './reader.ts';
import { holdsWithin } from './wait.ts';

const PATIENCE_MS = 15_000;
/** Opens SOCKETS and FILES of each, besides what a process has anyway. */
const HOLDER = `
  const { createSocket } = require('node:dgram');
  const { openSync } = require('node:fs');
  const { SOCKETS, FILES } = process.env;
  for (let i = 0; i < FILES; i++) openSync('/dev/null');
  let bound = 0;
  for (let i = 0; i < SOCKETS; i++) createSocket('udp4').bind(0, '127.0.0.1', () => ++bound == SOCKETS && console.log('ready'));
`;

test('sockets are told apart from files, and of very many descriptors by a part of them', async (t) => {
  if (process.platform !== 'linux') return t.skip('only Linux shows the descriptors of a process');
  for (const [sockets, files] of [
    [20, 30],
    [500, 6000],
  ] as const) {
    const read = await holding(t, sockets, files);
    const { process_open_sockets: seen = 0, process_open_fds: all = 0 } = read();
    assert.ok(all >= sockets + files && all < sockets + files + 100, `${all} descriptors`);
    assert.ok(Math.abs(seen - sockets) <= Math.max(5, 0.1 * sockets), `${seen} sockets of ${sockets}`);
  }
});

/** Fills memory, and has a fork that shares it: what gunicorn and other servers with workers do before they serve. */
const FORKER = `
import os, sys
held = b"x" * (64 * 1024 * 1024)
child = os.fork()
if child: print(child, flush=True)
sys.stdin.read()
`;

test('memory that a process shares with its forks counts once', async (t) => {
  if (process.platform !== 'linux') return t.skip('only Linux tells what is shared');
  if (spawnSync('python3', ['-c', '']).status !== 0 && process.env.CI === undefined)
    return t.skip('no python3, which can fork');
  const parent = spawn('python3', ['-c', FORKER], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(async () => {
    parent.stdin.end();
    if (parent.exitCode === null) await once(parent, 'exit');
  });
  const child = Number(String((await once(parent.stdout, 'data'))[0]));
  const pid = parent.pid ?? 0;
  const alone = processReader(pid, () => [pid])().process_resident_memory_bytes ?? 0;
  const both = processReader(pid, () => [pid, child])().process_resident_memory_bytes ?? 0;
  assert.ok(alone > 64 * MIB, `${alone} bytes of one`);
  assert.ok(both > 64 * MIB && both < 1.5 * alone, `${both} bytes of both, ${alone} of one`);
  const held = processReader(pid, () => [pid, child])().process_memory_held_bytes ?? 0;
  assert.ok(held > 64 * MIB && held < 96 * MIB, `${held} bytes held by both`);
});

/** Maps a file and reads all of it, and holds as much in shared memory. */
const MAPPER = `
import mmap, os, sys, tempfile
size = 64 * 1024 * 1024
with tempfile.TemporaryFile(dir=os.environ["FOLDER"]) as f:
    f.write(b"x" * size); f.flush()
    mapped = mmap.mmap(f.fileno(), size, prot=mmap.PROT_READ)
    read = sum(mapped[at] for at in range(0, size, 4096))
    print("mapped", flush=True); sys.stdin.readline()
    shared = mmap.mmap(-1, size); shared.write(b"y" * size)
    print("shared", flush=True); sys.stdin.readline()
`;

test('a file that is mapped is resident and not held; shared memory is both', async (t) => {
  if (process.platform !== 'linux') return t.skip('only Linux tells the kinds of memory apart');
  if (spawnSync('python3', ['-c', '']).status !== 0 && process.env.CI === undefined)
    return t.skip('no python3, which can map a file');
  const env = { ...process.env, FOLDER: await tempFolder(t) };
  const child = spawn('python3', ['-c', MAPPER], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
  });
  const pid = child.pid ?? 0;
  const read = processReader(pid, () => [pid]);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  assert.ok(await holdsWithin(PATIENCE_MS, () => said.includes('mapped')));
  const mapped = read();
  child.stdin.write('\n');
  assert.ok(await holdsWithin(PATIENCE_MS, () => said.includes('shared')));
  const shared = read();
  assert.ok((mapped.process_resident_memory_bytes ?? 0) > 64 * MIB);
  assert.ok(
    (mapped.process_memory_held_bytes ?? Infinity) < 32 * MIB,
    `${mapped.process_memory_held_bytes} held`,
  );
  assert.ok((shared.process_memory_held_bytes ?? 0) > 64 * MIB, `${shared.process_memory_held_bytes} held`);
});

async function holding(t: TestContext, sockets: number, files: number) {
  const env = { ...process.env, SOCKETS: `${sockets}`, FILES: `${files}` };
  const child = spawn(process.execPath, ['-e', HOLDER], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  assert.ok(await holdsWithin(PATIENCE_MS, () => said.includes('ready')));
  return processReader(child.pid ?? 0, () => [child.pid ?? 0]);
}
