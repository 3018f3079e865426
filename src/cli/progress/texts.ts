/** The words and bars of the live view. */
import type { Sample } from '../../contract/contract.ts';
import { heldBytes } from '../../store/held-memory.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { clockText, cpuText, mibText, msText, percentText } from '../../text/numbers.ts';

/** The scenario that is played now. Times of the estimate are seconds. */
export interface Turn {
  index: number;
  of: number;
  title: string;
  expectedSeconds: number;
  /** Of this scenario and all that follow it, at its begin. */
  restSeconds: number;
  startedAtMs: number;
  runStartedAtMs: number;
}

const BAR_CELLS = 20;
/** An estimate that was too short never says that the end is reached. */
const MAX_DONE = 0.99;

export function suiteBar(turn: Turn): string {
  const before = (turn.startedAtMs - turn.runStartedAtMs) / 1000;
  const done = (before + elapsedSeconds(turn)) / (before + turn.restSeconds);
  return `${bar(done)}  scenario ${turn.index} of ${turn.of}, ${etaText(turn)}`;
}

export function scenarioBar(turn: Turn): string {
  const elapsed = elapsedSeconds(turn);
  const times = `${clockText(elapsed)} of about ${clockText(turn.expectedSeconds)}`;
  return `${bar(elapsed / turn.expectedSeconds)}  ${turn.title}, ${times}`;
}

/** `1:12, ETA 13:20`: how long the run goes already, and when all of it is over. */
export function etaText(turn: Turn): string {
  const gone = (Date.now() - turn.runStartedAtMs) / 1000;
  return `${clockText(gone)}, ETA ${clockText(Math.max(0, turn.restSeconds - elapsedSeconds(turn)))}`;
}

export function loadText(load: Snapshot | undefined): string {
  if (load === undefined) return 'load is starting';
  const { vus, http_reqs, op_duration, op_failed } = load.values;
  const errors = op_failed?.rate === undefined ? '' : `, errors ${percentText(op_failed.rate)}`;
  // A reading that is missing is no zero.
  const users = vus?.value === undefined ? '' : `${vus.value} VUs, `;
  return `${users}${Math.round(http_reqs?.rate ?? 0)} req/s, p95 ${msText(op_duration?.['p(95)'])}${errors}`;
}

export function targetText(sample: Sample, before: Sample | undefined): string {
  return `target ${mibText(heldBytes(sample))}, CPU ${cpuText(cpuOf(sample), before === undefined ? undefined : cpuOf(before))}`;
}

function elapsedSeconds({ startedAtMs }: Turn): number {
  return (Date.now() - startedAtMs) / 1000;
}

function bar(share: number): string {
  const done = Math.min(MAX_DONE, Math.max(0, share));
  const cells = Math.round(done * BAR_CELLS);
  return `${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${String(Math.floor(100 * done)).padStart(2)} %`;
}

function cpuOf({ t, values }: Sample): { t: number; seconds: number | undefined } {
  return { t, seconds: values.cgroup_cpu_seconds_total ?? values.process_cpu_seconds_total };
}
