/**
 * What an S3 request costs the load generator, beside s5cmd and boto3: `npm run bench:s3 [-- CASE … --rounds 5 --json FILE]`.
 * All speak to the same server by turns. s5cmd is looked for on PATH, boto3 in the python3 that is there; what is missing is said.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median } from '../../judge/statistics/median.ts';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { VERSITYGW } from '../../provision/versitygw.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { takeFigures } from '../../run/drive/figures/figures.ts';
import { freePorts } from '../../sandbox/free-port.ts';
import { processReader } from '../../sandbox/process/reader.ts';

interface Case {
  what: 'put' | 'get';
  bytes: number;
  /** Of s5cmd and boto3. */
  operations: number;
}

const CASES: Record<string, Case> = {
  'put 10 KB': { what: 'put', bytes: 10_000, operations: 1000 },
  'put 10 MB': { what: 'put', bytes: 10_000_000, operations: 30 },
  'get 10 MB': { what: 'get', bytes: 10_000_000, operations: 60 },
};
const BUCKET = 'peers';
const USERS = 8;
/** Connections are made and code is compiled by then. */
const BEGIN_MS = 2500;
const STEADY_MS = 4000;
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIABENCHOFBURSTBOX0', AWS_SECRET_ACCESS_KEY: 'of-this-benchmark' };
const SCRIPTS = join(PROJECT_ROOT, 'src', 'bench', 'peers', 'scripts');

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});
const quiet = { root: PROJECT_ROOT, progress: () => {} };
const [k6, versitygw] = [(await provision(K6, quiet)).path, (await provision(VERSITYGW, quiet)).path];
const folder = mkdtempSync(join(tmpdir(), 'burstbox-bench-'));
const port = await freePorts();
const url = `http://127.0.0.1:${port}`;
const env = { PATH: process.env.PATH, HOME: folder, AWS_REGION: 'us-east-1', ...KEYS };

/** CPU of one operation, µs; memory, MiB. */
interface Cost {
  cpuUs: number;
  memoryMib?: number;
}
const PLAYERS: Record<string, (of: Case) => Promise<Cost>> = { burstbox, s5cmd, boto3 };

const server = startServer();
try {
  await answers();
  s5cmdOf([`mb s3://${BUCKET}`]);
  const results = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(CASES))
    results.push(await played(name));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

/** By turns, so that whatever else the machine does falls on all of them. */
async function played(name: string) {
  const of = CASES[name];
  if (of === undefined)
    throw new Error(`there is no case "${name}"; expected ${Object.keys(CASES).join(', ')}`);
  const costs: Record<string, Cost[]> = { burstbox: [], s5cmd: [], boto3: [] };
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [player, play] of Object.entries(PLAYERS)) {
      const cost = await play(of);
      costs[player]?.push(cost);
      process.stderr.write(`${name} ${round + 1}: ${player} ${cost.cpuUs.toFixed(0)} µs\n`);
    }
  const us = (player: string) => median((costs[player] ?? []).map(({ cpuUs }) => cpuUs));
  const own = us('burstbox');
  for (const player of Object.keys(costs))
    process.stdout.write(
      `| ${name} | ${player} | ${us(player).toFixed(0)} µs | ${(us(player) / own).toFixed(2)} |\n`,
    );
  return { case: name, costs };
}

/** While the load is steady: what k6 takes to begin is not what a request costs. */
async function burstbox({ what, bytes }: Case): Promise<Cost> {
  // Something must be there before it can be read.
  const mix = what === 'put' ? { put: 1 } : { put: 1, get: 99 };
  const load = { mix, sizes: { whole: { share: 1, bytes: [bytes, bytes] } } };
  const seconds = Math.ceil((BEGIN_MS + STEADY_MS) / 1000) + 3;
  const requests = new Map<string, number>();
  let told = () => {};
  const figures = await takeFigures(folder, false, (all) => {
    for (const {
      labels,
      values: { http_reqs_total: count },
    } of all)
      if (count !== undefined) requests.set(JSON.stringify(labels), count);
    told();
  });
  const child = spawn(
    k6,
    [
      ...['run', '--quiet', '--no-color', '--no-usage-report', '--log-format', 'json'],
      ...['--console-output', join(folder, 'console'), '--address', '127.0.0.1:0', ...figures.arguments],
      join(PROJECT_ROOT, 'dist', 'scripts', 's3', 'bandwidth.js'),
    ],
    {
      env: {
        ...env,
        GOGC: '400',
        BASE_URL: url,
        S3_BUCKET: BUCKET,
        TOLD: 'yes',
        ...figures.environment,
        S3_LOAD: JSON.stringify(load),
        SHAPE: JSON.stringify([{ phase: 'steady', move: 'hold', seconds, level: USERS }]),
      },
      cwd: folder,
      stdio: 'ignore',
    },
  );
  const read = processReader(child.pid ?? 0, () => [child.pid ?? 0]);
  const ended = once(child, 'exit').finally(() => figures.end({}));
  /** Just when k6 has told how many requests it has sent. */
  const look = async () => {
    const next = new Promise<void>((resolve) => {
      told = resolve;
    });
    await Promise.race([next, ended]);
    return { ...read(), requests: [...requests.values()].reduce((sum, count) => sum + count, 0) };
  };
  await pause(BEGIN_MS);
  const before = await look();
  await pause(STEADY_MS);
  const after = await look();
  const memoryMib = (after.process_resident_memory_bytes ?? Number.NaN) / 1024 / 1024;
  const cpu =
    (after.process_cpu_seconds_total ?? Number.NaN) - (before.process_cpu_seconds_total ?? Number.NaN);
  await ended;
  return { cpuUs: (1e6 * cpu) / (after.requests - before.requests), memoryMib };
}

async function s5cmd({ what, bytes, operations }: Case): Promise<Cost> {
  const file = join(folder, 'body');
  writeFileSync(file, Buffer.alloc(bytes, 'x'));
  s5cmdOf([`cp ${file} s3://${BUCKET}/s5cmd-first`]);
  const word = (index: number) =>
    what === 'put'
      ? `cp ${file} s3://${BUCKET}/s5cmd-${index % 8}`
      : `cp s3://${BUCKET}/s5cmd-first ${folder}/got-${index % 8}`;
  const seconds = s5cmdOf(Array.from({ length: operations }, (_, index) => word(index)));
  return { cpuUs: (1e6 * seconds) / operations };
}

/** @returns the CPU time that it took, seconds */
function s5cmdOf(lines: string[]): number {
  const script = join(folder, 'commands');
  writeFileSync(script, `${lines.join('\n')}\n`);
  const times = join(folder, 'times');
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `s5cmd --endpoint-url ${url} --numworkers ${USERS} run ${script} > /dev/null && times > ${times}`],
    { env, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`s5cmd (on PATH?): ${stderr}`);
  // The shell's own, then that of its children: `0m1.234s 0m0.567s`.
  const children = readFileSync(times, 'utf8').split('\n')[1] ?? '';
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
}

async function boto3({ what, bytes, operations }: Case): Promise<Cost> {
  const words = [join(SCRIPTS, 'boto3_load.py'), url, BUCKET, what, String(bytes), String(operations)];
  const { status, stdout, stderr } = spawnSync('python3', words, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`boto3 (in the python3 on PATH?): ${stderr}`);
  const { cpuSeconds } = JSON.parse(stdout) as { cpuSeconds: number };
  return { cpuUs: (1e6 * cpuSeconds) / operations };
}

function startServer(): ChildProcess {
  const objects = join(folder, 'objects');
  mkdirSync(objects);
  return spawn(
    versitygw,
    ['--port', `127.0.0.1:${port}`, '--health', '/health', '--keep-alive', '--quiet', 'posix', objects],
    {
      env: { ROOT_ACCESS_KEY_ID: KEYS.AWS_ACCESS_KEY_ID, ROOT_SECRET_ACCESS_KEY: KEYS.AWS_SECRET_ACCESS_KEY },
      stdio: 'ignore',
    },
  );
}

async function answers(): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await fetch(`${url}/health`).catch(() => undefined))?.ok) return;
    await pause(100);
  }
  throw new Error('versitygw does not answer');
}
