/** The good news, that the service survived the load; or that it never came to it. */
import type { Sample, Status } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import type { Detector, Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { failuresIn, periodsOf } from '../load/periods.ts';
import { lastWords } from '../logs/last-words.ts';
import { judgeCrash, UNANSWERED } from './crash.ts';
import { judgeHang } from './hang.ts';
import { judgeOom } from './oom.ts';
import { judgeRestart } from './restart.ts';

/** Each of them says for itself what did not live. */
const DEATHS: Detector[] = [judgeOom, judgeCrash, judgeRestart, judgeHang];

const NEVER_READY_ADVICE = `read ${FILES.targetLog}; check the start command, the health path and whether the box has enough memory to start in; if it only needs longer, give it the time (start.readySeconds in the target file, or --start-timeout)`;
const STILL_STARTING_ADVICE = `read ${FILES.targetLog}: where it says that it still loads, give it the time (--start-timeout 3m, or start.readySeconds in the target file); where it waits for something, such as a database, let that be there first`;
/** Who starts such a service anew, after a crash or a deployment, is without it for so long. */
const SLOW_START_SECONDS = 30;
const SLOW_START_ADVICE = `see in ${FILES.targetLog} what takes so long; whatever restarts it (a deployment, a health check) must wait that long`;

export function judgeSurvival(evidence: Evidence): Found[] {
  const { outcome, samples, logTail } = evidence;
  const { id, message = '' } = outcome?.firstCause ?? {};
  if (id === 'target-never-ready' || id === 'target-still-starting') {
    const words = lastWords(logTail);
    const gaveUp = id === 'target-never-ready';
    return [
      {
        ...finding(gaveUp ? 'critical' : 'unknown', message),
        ...(words === undefined ? {} : { cause: `last message in ${FILES.targetLog}: ${words}` }),
        advice: gaveUp ? NEVER_READY_ADVICE : STILL_STARTING_ADVICE,
      },
    ];
  }
  if (outcome === undefined || samples.length === 0) return [];
  if (DEATHS.some((judge) => judge(evidence).length > 0) || isSilentAtEnd(evidence)) return [];
  return [finding('healthy', 'the service survived the load'), ...startOf(evidence)];
}

/** A start is a figure; a slow one is worth a warning, and no failure. */
function startOf({ outcome, atRest }: Evidence): Found[] {
  const seconds = outcome?.startSeconds;
  if (seconds === undefined) return [];
  const waited = waitedForOthers(atRest);
  const isLong = seconds >= SLOW_START_SECONDS;
  const isSlow = seconds - waited >= SLOW_START_SECONDS;
  const text = isLong ? Math.round(seconds) : seconds.toFixed(1);
  const spared = isLong && !isSlow ? `, but waited ${Math.round(waited)} s for a CPU that others had` : '';
  return [
    {
      ...finding(isSlow ? 'warning' : 'healthy', `it takes ${text} s to start${spared}`),
      metric: 'start_time',
      value: Number(seconds.toPrecision(3)),
      limit: SLOW_START_SECONDS,
      unit: 's',
      // no load had begun
      restsOnTiming: false,
      ...(isSlow ? { advice: SLOW_START_ADVICE } : {}),
    },
  ];
}

/** How long it was kept from a CPU until the first reading, which is right after its start, and not by its own box; seconds. */
function waitedForOthers(first: Sample | undefined): number {
  const { process_cpu_wait_seconds_total: waited = 0, cgroup_cpu_throttled_seconds_total: throttled = 0 } =
    first?.values ?? {};
  return Math.max(0, waited - throttled);
}

/** Of a service that nobody watched only its answers tell whether it lives; errors.ts says what came instead. */
function isSilentAtEnd(evidence: Evidence): boolean {
  const { startedByUs, watched } = evidence.run.target;
  if (startedByUs || watched !== undefined) return false;
  const last = periodsOf(evidence).findLast(({ ended }) => ended > 0);
  return last !== undefined && failuresIn(last, UNANSWERED) === last.ended;
}

function finding(status: Status, message: string): Found {
  return {
    detector: 'survival',
    status,
    metric: 'lifetime',
    unit: '',
    message,
    evidence: [FILES.outcome, FILES.targetLog, FILES.samples],
  };
}
