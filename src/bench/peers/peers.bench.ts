/**
 * What a request costs the load generator, beside other programs: `npm run bench:peers [-- CASE … --rounds 5 --vus 200 --json FILE]`.
 * All play the same load by turns, against a service that answers at once. What is not on PATH is said, and left out.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../../judge/statistics/median.ts';
import { memoryBudget } from '../../plan/generator-memory.ts';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { type Measured, measure } from './measure.bench.ts';
import { OWN, type Own, own, ownTable } from './own.bench.ts';
import { type Load, type Player, playersOf } from './players.bench.ts';
import { SOAK, type Soak, soak, soakTable } from './soak.bench.ts';

interface Case {
  /** As the scenarios have it; of uploads and batches shorter, so that a few seconds hold enough of them. */
  thinkSeconds: number;
  /** What is played; absent: as the case is called. */
  plays?: string;
  vus?: number;
}

const CASES: Record<string, Case> = {
  ping: { thinkSeconds: 0.1 },
  upload: { thinkSeconds: 1 },
  read: { thinkSeconds: 1 },
  batch: { thinkSeconds: 1 },
  users: { thinkSeconds: 1, plays: 'ping', vus: 2000 },
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    vus: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '10' },
    'preload-seconds': { type: 'string', default: '100' },
    json: { type: 'string' },
  },
});
const cases = positionals.length > 0 ? positionals : [...Object.keys(CASES), OWN, SOAK];
const vus = Number(values.vus);

const { path: k6 } = await provision(K6, { root: PROJECT_ROOT, progress: () => {} });
const players = await playersOf(k6, garbagePercent);
const missing = players.filter(({ program }) => program === undefined).map(({ name }) => name);
const folder = mkdtempSync(join(tmpdir(), 'burstbox-bench-'));
const service = spawn(process.execPath, [join(PROJECT_ROOT, 'src', 'bench', 'peers', 'service.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [port] = await once(service.stdout, 'data');
  const baseUrl = `http://127.0.0.1:${String(port).trim()}`;
  const results = [];
  for (const name of cases.filter((each) => each !== SOAK && each !== OWN))
    results.push(await played(name, baseUrl));
  const soaks = cases.includes(SOAK) ? await soaked(baseUrl) : [];
  const itself: Own | undefined = cases.includes(OWN)
    ? await own(Number(values.rounds), baseUrl, folder)
    : undefined;
  const machine = { cores: availableParallelism(), cpu: cpus()[0]?.model, node: process.versions.node };
  const record = { machine, vus, rounds: Number(values.rounds), missing, results, soaks, itself };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(record, null, 2)}\n`);
  if (results.length > 0) process.stdout.write(`${table(results)}\n`);
  if (itself !== undefined) process.stdout.write(`${ownTable(itself)}\n`);
  if (soaks.length > 0) process.stdout.write(`${soakTable(soaks)}\n`);
  if (missing.length > 0) process.stdout.write(`Not on PATH, so not measured: ${missing.join(', ')}.\n`);
} finally {
  service.kill();
  rmSync(folder, { recursive: true, force: true });
}

interface Row {
  case: string;
  player: string;
  command: string;
  rounds: Measured[];
}

async function soaked(baseUrl: string): Promise<Soak[]> {
  const load = { case: 'ping', vus, seconds: 0, thinkSeconds: 0.1, baseUrl, folder };
  const soaks: Soak[] = [];
  for (const player of players.filter(({ program }) => program === k6))
    soaks.push(await soak(player, load, Number(values['preload-seconds'])));
  return soaks;
}

/** By turns, so that whatever else the machine does falls on all of them. */
async function played(name: string, baseUrl: string): Promise<Row[]> {
  const known = CASES[name];
  if (known === undefined)
    throw new Error(`there is no case ${name}; expected ${Object.keys(CASES).join(', ')}, ${OWN} or ${SOAK}`);
  const { thinkSeconds, plays = name, vus: users = vus } = known;
  const load: Load = {
    case: plays,
    vus: users,
    seconds: Number(values.seconds),
    thinkSeconds,
    baseUrl,
    folder,
  };
  const there = players.filter(({ cases: own, program }) => own.includes(plays) && program !== undefined);
  const rows = there.map(
    (player): Row => ({ case: name, player: player.name, command: commandOf(player, load), rounds: [] }),
  );
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [index, player] of there.entries()) {
      const [measured] = await measure(player, load);
      if (measured === undefined) continue;
      rows[index]?.rounds.push(measured);
      process.stderr.write(`${name} ${round + 1}: ${player.name} ${measured.cpuUs.toFixed(0)} µs\n`);
    }
  return rows;
}

function commandOf({ program = '', args }: Player, load: Load): string {
  return [program, ...args(load)].join(' ').replaceAll(load.folder, 'FOLDER').replaceAll(PROJECT_ROOT, '.');
}

function garbagePercent({ case: need, vus: level }: Load): number {
  const plan = {
    needs: [need],
    model: 'closed',
    thinkSeconds: 1,
    legs: [{ phase: 'steady', move: 'hold', seconds: 10, level }],
  };
  return memoryBudget(plan as unknown as ScenarioPlan, 8 * 1024 ** 3, false).garbagePercent;
}

function table(results: Row[][]): string {
  const lines = results.flatMap((rows) => {
    const [first] = rows;
    return rows.map(({ case: name, player, rounds }) => {
      const ratios = rounds.map(({ cpuUs }, round) => cpuUs / (first?.rounds[round]?.cpuUs ?? Number.NaN));
      const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
      const of = (key: keyof Measured) => median(rounds.map((each) => each[key]));
      return `| ${name} | ${player} | ${of('cpuUs').toFixed(0)} | ${median(ratios).toFixed(2)} | ${spread} | ${of('memoryMib').toFixed(0)} | ${of('requestsPerSecond').toFixed(0)} |`;
    });
  });
  return [
    '| case | generator | CPU per request, µs | ratio to the first | spread | memory, MiB | requests/s |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
