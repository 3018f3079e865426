/** Who makes the load in a benchmark, and how each is called. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../../provision/search-path.ts';
import { PROJECT_ROOT } from '../../root.ts';

export interface Load {
  /** What is played: `ping`, `upload`, `read` or `batch`. */
  case: string;
  vus: number;
  /** From the first request on that is looked at. */
  seconds: number;
  /** Mean pause of a user. */
  thinkSeconds: number;
  baseUrl: string;
  /** For what a generator writes. */
  folder: string;
}

export interface Player {
  name: string;
  cases: readonly string[];
  /** Undefined where its program is not on PATH. */
  program: string | undefined;
  args: (load: Load) => string[];
  env?: (load: Load) => Record<string, string>;
  /** It hands its figures over, as in a run. */
  isTaken?: true;
}

const CASES = ['ping', 'upload', 'read', 'batch'] as const;
const SCRIPTS = join(PROJECT_ROOT, 'src', 'bench', 'peers', 'scripts');
const QUIET = ['run', '--quiet', '--no-color', '--no-usage-report'];
const recorded = ({ folder }: Load) => [
  '--out',
  `web-dashboard=record=${join(folder, 'timeline')}&period=1s&port=-1`,
];

/** @param garbagePercent what a run of ours gives k6 */
export async function playersOf(k6: string, garbagePercent: (load: Load) => number): Promise<Player[]> {
  const [wrk, autocannon, locust, artillery] = await Promise.all(
    ['wrk', 'autocannon', 'locust', 'artillery'].map((name) => findOnPath(name, process.env)),
  );
  return [
    {
      name: 'k6, bare',
      cases: ['ping'],
      program: k6,
      args: () => [...QUIET, join(SCRIPTS, 'bare.js')],
      env: k6Env,
    },
    {
      name: 'k6, a user’s script',
      cases: CASES,
      program: k6,
      args: (load) => [...QUIET, ...recorded(load), join(SCRIPTS, 'user.js')],
      env: (load) => ({ ...k6Env(load), FILES: JSON.stringify(filesOf(load)) }),
    },
    {
      name: 'burstbox',
      cases: CASES,
      program: k6,
      args: (load) => [
        ...QUIET,
        ...['--log-format', 'json', '--address', '127.0.0.1:0'],
        ...['--console-output', join(load.folder, 'console')],
        bundleOf(load),
      ],
      env: (load) => ({
        BASE_URL: load.baseUrl,
        GOGC: String(garbagePercent(load)),
        TOLD: 'yes',
        SECRET_MARK: 'burstbox',
        SHAPE: JSON.stringify([{ phase: 'steady', move: 'hold', seconds: load.seconds, level: load.vus }]),
        ROUTES: JSON.stringify(ROUTES),
      }),
      isTaken: true,
    },
    {
      name: 'Locust, FastHttpUser',
      cases: ['ping'],
      program: locust,
      args: ({ baseUrl, vus, seconds }) => [
        ...['-f', join(SCRIPTS, 'locustfile.py'), '--headless', '--only-summary', '-H', baseUrl],
        ...['-u', String(vus), '-r', String(vus), '-t', `${seconds}s`],
      ],
    },
    {
      name: 'Artillery',
      cases: ['ping'],
      program: artillery,
      args: ({ baseUrl, vus }) => [
        ...['run', '--quiet', '--target', baseUrl],
        ...['--overrides', JSON.stringify({ config: { phases: [{ duration: 1, arrivalCount: vus }] } })],
        join(SCRIPTS, 'artillery.yml'),
      ],
      env: () => ({ ARTILLERY_DISABLE_TELEMETRY: 'true' }),
    },
    {
      name: 'autocannon',
      cases: ['ping'],
      program: autocannon,
      args: ({ baseUrl, vus, seconds, thinkSeconds }) => [
        ...['-c', String(vus), '-d', String(seconds), '-R', String(Math.round(vus / thinkSeconds)), '-n'],
        `${baseUrl}/ping`,
      ],
    },
    {
      name: 'wrk',
      cases: ['ping'],
      program: wrk,
      args: ({ baseUrl, vus, seconds }) => [
        ...['-t', '1', '-c', String(vus), '-d', `${seconds}s`, '-s', join(SCRIPTS, 'think.lua')],
        `${baseUrl}/ping`,
      ],
    },
  ];
}

/** The bundle of the scenario; where the case has other pauses, a copy that has them too. */
function bundleOf({ case: name, thinkSeconds, folder }: Load): string {
  const bundle = join(PROJECT_ROOT, 'dist', 'scripts', `${name}.js`);
  const text = readFileSync(bundle, 'utf8');
  const paused = text.replaceAll(/thinkSeconds: [\d.]+/g, `thinkSeconds: ${thinkSeconds}`);
  if (paused === text) return bundle;
  const copy = join(folder, `${name}.js`);
  writeFileSync(copy, paused);
  return copy;
}

/** Nothing is removed: neither is it by the user's script. */
const ROUTES = {
  ping: '/ping',
  upload: { style: 'multipart', path: '/upload' },
  list: '/files?limit=100',
  download: '/files/{name}',
  read: ['/files/a.bin'],
  batch: { upload: '/batch', download: '/batch/download' },
};

/** As many and as long as those of the scenario. */
const FILES: Record<string, { count: number; bytes: number }> = {
  upload: { count: 1, bytes: 100 * 1024 },
  batch: { count: 5, bytes: 50 * 1024 },
};

/** @returns paths of the files that a user's script sends */
function filesOf({ case: name, folder }: Load): string[] {
  const { count, bytes } = FILES[name] ?? { count: 0, bytes: 0 };
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `${name}-${index}.bin`);
    writeFileSync(path, randomBytes(bytes));
    return path;
  });
}

function k6Env({ case: name, vus, seconds, thinkSeconds, baseUrl }: Load): Record<string, string> {
  return {
    CASE: name,
    VUS: String(vus),
    SECONDS: String(seconds),
    THINK: String(thinkSeconds),
    BASE_URL: baseUrl,
  };
}
