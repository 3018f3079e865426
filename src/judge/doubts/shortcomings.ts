/** What a measurement lacked, in words, for the doubts about it. */
import { K6_METRIC } from '../../contract/contract.ts';
import { watchedText } from '../../store/watched-text.ts';
import { MIB, mibText } from '../../text/numbers.ts';
import { countOf, type Evidence, statOf } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';

/** A 95th percentile needs a twentieth value. */
export const MIN_TO_JUDGE = 20;
const MAX_EXCEPTIONS_SHARE = 0.01;
/** Of the load, that its timeline must reach to: k6 writes its last periods late when it has no CPU. */
const MIN_TIMELINE_SHARE = 0.5;

/** Which limits of the box were not put on; undefined when all were, or there is no box. */
export function notEnforced({ run, profile }: Evidence): string | undefined {
  const { sandbox, machine } = run;
  const { limits } = profile;
  if (limits === undefined) return undefined;
  const memoryMib = limits.memoryBytes / MIB;
  const missing = [
    ...(sandbox.enforces.cpu ? [] : [`CPU (sandbox ${sandbox.about})`]),
    ...(sandbox.enforces.memory ? [] : [`memory (sandbox ${sandbox.about})`]),
    ...(limits.cpus > machine.cores ? [`the machine has ${machine.cores} of its ${limits.cpus} CPUs`] : []),
    ...(memoryMib > machine.memoryMib
      ? [`the machine has ${machine.memoryMib} of its ${memoryMib} MiB`]
      : []),
  ];
  return missing.length === 0
    ? undefined
    : `the limits of ${profile.name} were not enforced: ${missing.join(', ')}`;
}

/** What is known of the box of a service that ran already; undefined when we put it into one. */
export function boxUnknown({ run }: Evidence): string | undefined {
  const { startedByUs, watched, unwatched } = run.target;
  if (startedByUs) return undefined;
  const begin = 'the service was already running';
  if (watched === undefined) {
    const why = unwatched === undefined ? '' : `, and it cannot be seen from outside (${unwatched})`;
    return `${begin}; the limits of its box were neither set nor measured${why}`;
  }
  const limits = [
    ...(watched.limits?.cpus === undefined ? [] : [`${watched.limits.cpus} CPUs`]),
    ...(watched.limits?.memoryBytes === undefined ? [] : [mibText(watched.limits.memoryBytes)]),
  ];
  const own =
    limits.length === 0
      ? 'its box was not set by burstbox'
      : `its own limits are ${limits.join(' and ')}, not those of a box`;
  return `${begin}: ${watchedText(watched)} was watched; ${own}`;
}

/** A service that runs elsewhere may show nothing of itself; one that we started always does. */
export function wasObserved({ samples, run }: Evidence): boolean {
  const tells = (name: string) => !run.target.startedByUs || /^(cgroup|process|runtime)_/.test(name);
  return samples.some(({ values }) => Object.keys(values).some(tells));
}

/** Undefined unless there were at least `from` operations and fewer than `below`. */
export function fewSamples({ summary }: Evidence, from: number, below: number): string | undefined {
  const { passes = 0, fails = 0 } = summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  const count = passes + fails;
  return count >= from && count < below ? `only ${count} operations were measured` : undefined;
}

/** Ours are counted by the script; those of a script that does not use k6Program are in k6's log. */
export function exceptionsSeen({ summary, outcome }: Evidence): string | undefined {
  const thrown = countOf(summary, K6_METRIC.iterationExceptions) + (outcome?.k6?.scriptExceptions ?? 0);
  const iterations = Math.max(countOf(summary, 'iterations'), thrown);
  return thrown > MAX_EXCEPTIONS_SHARE * iterations
    ? `${thrown} of ${iterations} iterations threw an exception`
    : undefined;
}

/** A load that was played as planned leaves a timeline of it; without one, what comes and goes is not seen. */
export function timelineMissing(evidence: Evidence): string | undefined {
  const { outcome, summary, timeline } = evidence;
  const wasPlayed = outcome !== undefined && outcome.firstCause === undefined;
  if (!wasPlayed || statOf(summary, K6_METRIC.opFailed, 'rate') === undefined) return undefined;
  const last = timeline.at(-1);
  if (last === undefined) return 'operations were measured, but the timeline of the load is empty';
  const played = playedSeconds(evidence);
  const toSeconds = (last.t - (summary?.loadStartedAtMs ?? last.t - played * 1000)) / 1000;
  return toSeconds < MIN_TIMELINE_SHARE * played
    ? `its timeline ends after ${Math.max(0, Math.round(toSeconds))} of ${Math.round(played)} s of the load`
    : undefined;
}
