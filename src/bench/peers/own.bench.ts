/** What burstbox takes besides the load: commands that start nothing, a run until its first request, and what watches it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { median } from '../../judge/statistics/median.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { processReader } from '../../sandbox/process/reader.ts';
import { counted } from './measure.bench.ts';

export const OWN = 'own';

export interface Own {
  /** Time of `node -e 0`, ms, and of the commands as multiples of it, by turns. */
  nodeMs: number;
  commands: { command: string; ratio: number }[];
  /** From the start of the command until k6 sends its first request, seconds. */
  firstRequestSeconds: number;
  /** CPU of the process that samples once a second while the load is steady, share of a core. */
  observerShare: number;
}

const COMMANDS = [['list'], ['no-such-scenario'], ['ping', '--vus', 'many']];
const LOAD_SECONDS = 30;
/** After the first request, seconds. */
const LOOKED_AT = { from: 8, to: 28 };
const LOOK_MS = 20;
const FIRST_REQUEST_MS = 30_000;

export async function own(rounds: number, baseUrl: string, folder: string): Promise<Own> {
  const turns = Array.from({ length: rounds }, () => ({
    nodeMs: lasted(['-e', '0']),
    commands: COMMANDS.map((words) => lasted(['run.mjs', ...words])),
  }));
  const runs = [];
  for (let round = 0; round < rounds; round++)
    runs.push(await watched(baseUrl, join(folder, `own-${round}`)));
  return {
    nodeMs: median(turns.map(({ nodeMs }) => nodeMs)),
    commands: COMMANDS.map((words, index) => ({
      command: words.join(' '),
      ratio: median(turns.map(({ nodeMs, commands }) => (commands[index] ?? Number.NaN) / nodeMs)),
    })),
    firstRequestSeconds: median(runs.map(({ firstRequestSeconds }) => firstRequestSeconds)),
    observerShare: median(runs.map(({ observerShare }) => observerShare)),
  };
}

function lasted(words: string[]): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, words, { cwd: PROJECT_ROOT, stdio: 'ignore' });
  return performance.now() - startedAt;
}

async function watched(baseUrl: string, out: string) {
  const { byK6 } = await counted(baseUrl);
  const startedAtMs = Date.now();
  const words = [
    'ping',
    '--base-url',
    baseUrl,
    '--vus',
    '10',
    '--duration',
    `${LOAD_SECONDS}s`,
    '--out',
    out,
  ];
  const child = spawn(process.execPath, ['run.mjs', ...words], { cwd: PROJECT_ROOT, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    while ((await counted(baseUrl)).byK6 === byK6) {
      if (Date.now() > startedAtMs + FIRST_REQUEST_MS || child.exitCode !== null)
        throw new Error(`k6 sent no request (exit code ${child.exitCode}): node run.mjs ${words.join(' ')}`);
      await pause(LOOK_MS);
    }
    const firstRequestSeconds = (Date.now() - startedAtMs) / 1000;
    await pause(1000 * LOOKED_AT.from);
    const before = cpuSecondsOf(child);
    await pause(1000 * (LOOKED_AT.to - LOOKED_AT.from));
    const observerShare = (cpuSecondsOf(child) - before) / (LOOKED_AT.to - LOOKED_AT.from);
    return { firstRequestSeconds, observerShare };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

function cpuSecondsOf({ pid = 0 }: ChildProcess): number {
  return processReader(pid, () => [pid])().process_cpu_seconds_total ?? Number.NaN;
}

export function ownTable({ nodeMs, commands, firstRequestSeconds, observerShare }: Own): string {
  return [
    '| burstbox itself | |',
    '| --- | ---: |',
    ...commands.map(
      ({ command, ratio }) => `| \`node run.mjs ${command}\`, × \`node -e 0\` | ${ratio.toFixed(2)} |`,
    ),
    `| \`node -e 0\`, ms | ${nodeMs.toFixed(0)} |`,
    `| start of a run to the first request of k6, s | ${firstRequestSeconds.toFixed(2)} |`,
    `| process that samples once a second, % of a core | ${(100 * observerShare).toFixed(2)} |`,
  ].join('\n');
}
