/**
 * Why answers are slow, from the CPU's point of view: which functions it computed, or that it hardly computed. A service
 * that is slow while its CPU is idle waits, and then no CPU profile shows for what.
 */
import { FILES } from '../../store/store.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import type { Owner } from '../pprof/owners.ts';
import { atPeak } from '../resources/generator.ts';
import { othersText } from '../resources/machine-cpu.ts';
import { allocationCause } from './allocations.ts';
import { type Cause, listed } from './cause.ts';
import { type CpuUse, cpuUse } from './cpu-use.ts';
import { waitersCause } from './waiters.ts';
import { unknownWaitAdvice } from './waiting-advice.ts';

const MIN_SHOWN_SHARE = 0.05;
const MAX_SHOWN = 3;
/** A function alone with half of the little that is computed may do it at a stretch, and let the others wait. */
const BURST_SHARE = 0.5;
/** Who has less of a CPU than this holds up nobody: the largest part of next to nothing is no cause. */
const MIN_BURST_CPUS = 0.1;
/** With less than this even the first function explains nothing; who calls them all may. */
const SPREAD_SHARE = 0.1;
const NEARLY_ALL = 0.8;
/** Where a runtime's other threads take as much, they are worth a word. */
const MIN_BESIDES_SHARE = 0.2;

/**
 * For what is slow; none when neither a CPU profile nor readings of the CPU say anything.
 * @param samples of the time that counts
 */
export function slownessCause(
  evidence: Evidence,
  finding: Pick<Found, 'cause' | 'restsOnTiming'>,
  samples = atPeak(evidence),
): Cause[] {
  const use = cpuUse(evidence, finding, samples);
  if (use.state === 'crowded') return [crowded(use, othersText(evidence, samples))];
  return use.state === 'idle' ? [waiting(use, evidence)] : computing(use, evidence, finding);
}

/** For what costs CPU, busy or not; none without a CPU profile. */
export function cpuCause(evidence: Evidence, finding: Found): Cause[] {
  return computing(cpuUse(evidence, finding, atPeak(evidence)), evidence, finding);
}

/** What it computed in the little time that it got explains nothing. */
function crowded(use: CpuUse, others: string | undefined): Cause {
  const used = `the service used ${(use.busy ?? 0).toFixed(2)} CPUs`;
  return others === undefined
    ? {
        cause: 'other programs on the machine, k6 among them, were using the CPU',
        also: [used],
        instead: 'run on a machine with more cores, or with fewer VUs (--vus)',
      }
    : {
        cause: others,
        also: [used],
        instead: 'stop the other programs, or run on a machine with more cores',
      };
}

function waiting(use: CpuUse, evidence: Evidence): Cause {
  const { owners, total } = use;
  const [seen] = waitersCause(evidence);
  if (seen !== undefined) return { ...seen, cause: `the CPU was mostly idle${usedText(use)}: ${seen.cause}` };
  const burst = owners.find(
    ({ kind, value }) =>
      kind === 'own' &&
      value > BURST_SHARE * total &&
      (use.busy ?? 1) * (value / Math.max(1, total)) >= MIN_BURST_CPUS,
  );
  if (burst === undefined)
    return {
      cause: `the CPU was mostly idle${usedText(use)}: the requests waited for something else`,
      instead: unknownWaitAdvice(evidence),
    };
  return {
    cause: `${shareText(burst, total)} of the CPU time went to ${burst.label}, though the CPU was mostly idle${usedText(use)}: requests wait for it when it computes in long stretches, or else for something external`,
    instead: `check first whether that function runs in long stretches, and split it up or move it to another thread; if not, ${unknownWaitAdvice(evidence)}`,
    profile: FILES.cpuProfile,
  };
}

function computing(use: CpuUse, evidence: Evidence, { cause: known }: Pick<Found, 'cause'>): Cause[] {
  const { owners, total } = use;
  const largest = owners.filter(({ value }) => value >= MIN_SHOWN_SHARE * total).slice(0, MAX_SHOWN);
  const first = largest[0];
  if (first === undefined) return [];
  const own = owners.find(({ kind }) => kind === 'own');
  const shown = own === undefined || largest.includes(own) ? largest : [...largest, own];
  const parts = shown.map((owner, at) => partText(owner, total, at === 0 ? ' went' : ''));
  return [
    {
      cause: `of the CPU time${known === undefined ? usedText(use) : ''} ${besidesText(use)}${listed(parts)}`,
      also: widestText(use, own),
      shows: 'cpu-time',
      advice: adviceFor(first),
      profile: FILES.cpuProfile,
    },
    ...(first.kind === 'collector' ? allocationCause(evidence) : []),
  ];
}

function besidesText({ besides }: CpuUse): string {
  return besides < MIN_BESIDES_SHARE
    ? ''
    : `${Math.round(100 * besides)} % went to threads of the runtime (collector, compiler, file system), and of the rest `;
}

/** ` (0.62 of 1 in use)` */
function usedText({ busy, cpus }: CpuUse): string {
  if (busy === undefined) return '';
  return ` (${busy.toFixed(2)} ${cpus === undefined ? 'CPUs' : `of ${cpus}`} in use)`;
}

/** `47 % went to ping (target/ping.ts) by calling writev` */
function partText(owner: Owner, total: number, verb: string): string {
  const called = owner.inside === undefined ? '' : ` by calling ${owner.inside}`;
  return `${shareText(owner, total)}${verb} to ${owner.label}${called}`;
}

/** Of those that call nearly all the others the innermost: that requests come in through a handler is no news. */
function widestText({ cumulative, total }: CpuUse, own: Owner | undefined): string[] {
  const least = NEARLY_ALL * (cumulative[0]?.value ?? 0);
  const widest = cumulative.findLast(({ value }) => value >= least);
  if (widest === undefined || (own !== undefined && own.value >= SPREAD_SHARE * total)) return [];
  return [`${shareText(widest, total)} to ${widest.label} including all that it calls`];
}

function adviceFor(first: Owner): string {
  if (first.kind === 'own') return `make ${first.label} cheaper or call it less often`;
  if (first.kind === 'collector') return 'allocate less for each request, or give the heap more room';
  return 'make the top functions of the CPU profile cheaper or use a box with more CPU';
}

function shareText({ value }: Owner, total: number): string {
  const percent = Math.round((100 * value) / total);
  return percent < 1 ? 'under 1 %' : `${percent} %`;
}
