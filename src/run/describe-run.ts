/** What run.json says of a run before it begins. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { RunOptions } from '../plan/options.ts';
import type { Plan } from '../plan/plan.ts';
import type { Target } from '../plan/targets/targets.ts';
import { IS_CHECKOUT, PROJECT_ROOT } from '../root.ts';
import { memoryHere } from '../sandbox/available-memory.ts';
import type { Stage } from '../sandbox/prepare/stage.ts';
import type { RunRecord } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';

export interface RunFacts {
  id: string;
  seed: number;
  argv: string[];
  options: RunOptions;
  target: Target;
  plan: Plan;
  k6: RunRecord['k6'];
  stage: Pick<Stage, 'sandbox' | 'watched' | 'unwatched'>;
}

export function describeRun({ id, seed, argv, options, target, plan, k6, stage }: RunFacts): RunRecord {
  return {
    schema: 'burstbox/run/1',
    id,
    ...describeOurselves(IN_AN_ENGINE.includes(stage.sandbox.driver) ? totalmem() : memoryHere()),
    argv: argv.map(withoutSecrets),
    startedAtMs: Date.now(),
    state: 'running',
    k6: { version: k6.version, source: k6.source },
    sandbox: stage.sandbox,
    target: {
      name: target.name,
      about: target.about,
      ...(target.file === undefined ? {} : { file: target.file }),
      ...(target.baseUrl === undefined ? {} : { baseUrl: withoutSecrets(target.baseUrl) }),
      startedByUs: target.start !== undefined,
      ...(stage.watched === undefined ? {} : { watched: stage.watched }),
      ...(stage.unwatched === undefined ? {} : { unwatched: stage.unwatched }),
      probes: target.probes === 'auto' ? ['auto'] : Object.keys(target.probes),
    },
    ...(options.faults.length === 0 ? {} : { faults: options.faults }),
    pace: options.pace,
    ...(options.repeat === 1 ? {} : { repeat: options.repeat }),
    seed,
    profiles: plan.profiles.map(({ name, about, limits }) => ({
      name,
      about,
      ...(limits === undefined ? {} : { limits }),
    })),
    scenarios: plan.scenarios,
  };
}

/** Their boxes are not within our own control group, and what limits us does not limit them. */
const IN_AN_ENGINE = ['docker', 'compose'];

/** Which burstbox, on which machine. @param memoryBytes of it that a box can have */
export function describeOurselves(memoryBytes = memoryHere()): Pick<RunRecord, 'burstbox' | 'machine'> {
  return {
    burstbox: { version: ownVersion(), ...gitState() },
    machine: {
      os: `${platform()} ${release()}`,
      arch: process.arch,
      cores: availableParallelism(),
      memoryMib: Math.round(memoryBytes / MIB),
      node: process.versions.node,
    },
  };
}

export function ownVersion(): string {
  return (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string })
    .version;
}

/** Passwords in URLs, and values handed to k6 as `-e NAME=value`, `--env`, or a word of its own, may be secrets. */
export function withoutSecrets(word: string): string {
  return word
    .replace(/\/\/[^/\s]+@/g, '//***@')
    .replace(/^((?:--k6-arg=)?(?:(?:-e|--env)[= ]?)?\w+=).*/s, '$1***');
}

/** Empty outside a git checkout. The repository that a package is installed in is another's. */
function gitState(): { gitCommit?: string; gitDirty?: boolean } {
  if (!IS_CHECKOUT) return {};
  try {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', PROJECT_ROOT, ...args], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    return {
      gitCommit: git('rev-parse', 'HEAD').trim(),
      gitDirty: git('status', '--porcelain').trim() !== '',
    };
  } catch {
    return {};
  }
}
