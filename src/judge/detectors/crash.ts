/** The service ended by itself under load, and not for want of memory: how, when, and its last words. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { howEnded } from '../../store/how-ended.ts';
import type { ServiceExit } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { secondsInto, whenText } from '../load/load-clock.ts';
import { lastWords } from '../logs/last-words.ts';
import { judgeOom } from './oom.ts';

/** What an operation fails with that nobody answered. */
export const UNANSWERED: readonly ErrorKind[] = ['timeout', 'refused', 'reset', 'transport'];

/** Shells and engines tell the signal that ended a process as this much plus its number. */
const SIGNAL_EXIT_BASE = 128;
const SIGNAL_NAMES: Record<number, string> = { 6: 'SIGABRT', 9: 'SIGKILL', 11: 'SIGSEGV', 15: 'SIGTERM' };

export function judgeCrash(evidence: Evidence): Found[] {
  const { outcome, logTail } = evidence;
  const exit = outcome?.serviceExit;
  const cause = outcome?.firstCause?.id === 'target-exited' ? outcome.firstCause : undefined;
  const atMs = exit?.atMs ?? cause?.atMs;
  if (atMs === undefined || judgeOom(evidence).length > 0) return [];
  const atSeconds = secondsInto(evidence, atMs);
  const words = lastWords(logTail);
  const how = exit === undefined ? (cause?.message ?? '') : `the service ended ${howItEnded(exit)}`;
  return [
    {
      detector: 'crash',
      status: 'critical',
      metric: 'lifetime_seconds',
      ...(atSeconds === undefined ? {} : { value: Math.round(atSeconds * 10) / 10, atSeconds }),
      unit: 's',
      message: `${how} ${whenText(evidence, atMs)}${afterText(evidence)}`,
      ...(words === undefined ? {} : { cause: `last message in ${FILES.targetLog}: ${words}` }),
      advice: adviceFor(exit, evidence.run.target.startedByUs),
      evidence: [FILES.outcome, FILES.targetLog, FILES.samples],
    },
  ];
}

/** Whether the service was gone before the load was over: what is refused or cut off from then on is an effect. */
export function hasEnded({ outcome }: Evidence): boolean {
  const cause = outcome?.firstCause?.id;
  return outcome?.serviceExit !== undefined || cause === 'target-exited' || cause === 'target-oom-killed';
}

function howItEnded({ code, signal }: ServiceExit): string {
  const byCode = SIGNAL_NAMES[(code ?? 0) - SIGNAL_EXIT_BASE];
  return `${howEnded(code, signal)}${byCode === undefined ? '' : ` (as by ${byCode})`}`;
}

function afterText({ summary }: Evidence): string {
  const { passes = 0, fails = 0 } = summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  const unanswered = UNANSWERED.map((kind) => countOf(summary, K6_METRIC.errorPrefix + kind));
  const answered = passes + fails - unanswered.reduce((sum, count) => sum + count, 0);
  return answered > 0 ? `, after it had answered ${countedText(answered, 'request')}` : '';
}

function adviceFor(exit: ServiceExit | undefined, startedByUs: boolean): string {
  if (!startedByUs)
    return 'read its own log, or that of what started it (docker logs, journalctl): burstbox has no log of a service that it did not start';
  if (exit?.code === 0)
    return `it exited as if its work were done: look for a call that exits the process, and read the end of ${FILES.targetLog}`;
  const killed = exit?.signal === 'SIGKILL' || exit?.signal === 'SIGTERM';
  return killed
    ? `something stopped it: look for a supervisor, a health check or a time limit of its own, and read the end of ${FILES.targetLog}`
    : `read the end of ${FILES.targetLog}: an uncaught error, or a supervisor that gave up`;
}
