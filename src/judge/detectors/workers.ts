/**
 * Processes, threads and requests that ended by an error while the service as a whole lived on: a master forks a worker
 * anew, a server catches the panic of a handler, and clients, which ask again, may see nothing of it.
 */

import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { cutOffAt } from '../errors/cut-off.ts';
import { type Evidence, growth, series, stepsOf } from '../evidence.ts';
import { secondsInto, whenText } from '../load/load-clock.ts';
import type { FatalLine } from '../logs/fatal-lines.ts';
import { momentsText, underLoad, type Written } from '../logs/log-moments.ts';
import { endOfStatus, endsText, type WorkerEnd } from '../logs/worker-ends.ts';
import { hasEnded, judgeCrash } from './crash.ts';
import { judgeOom } from './oom.ts';
import { judgeRestart } from './restart.ts';

const CAUGHT =
  'fix the error it names; catching it, or restarting its process, only hides it, and the work in progress was lost';

const UNNAMED =
  'see in `dmesg` where it happened, or let it write a core dump (`ulimit -c unlimited`); restarting its process only hides it, and the work in progress was lost';

/** Silent when the service itself ended, which is told by others. */
export function judgeWorkers(evidence: Evidence): Found[] {
  if (hasEnded(evidence)) return [];
  if ([judgeOom, judgeCrash, judgeRestart].some((judge) => judge(evidence).length > 0)) return [];
  const ended = growth(evidence.samples, 'process_ended_total') ?? 0;
  const deaths = underLoad(evidence.fatal.deaths, evidence);
  const parents = underLoad(evidence.fatal.ends, evidence);
  const panics = underLoad(evidence.fatal.panics, evidence);
  // Who dies within seconds, time and again, is not seen as a process that was there; its parent knows.
  const isProcess = ended > 0 || parents.length > 0;
  return isProcess
    ? [...endings(ended, deaths, parents, evidence), ...panicked(panics, evidence)]
    : panicked([...panics, ...deaths.filter(({ atMs }) => atMs !== undefined)], evidence);
}

/** Workers that are replaced on purpose end too: without a word in the log it is good to know, and no more. */
function endings(
  ended: number,
  deaths: Written<FatalLine>[],
  parents: Written<FatalLine & { how: WorkerEnd }>[],
  evidence: Evidence,
): Found[] {
  const count = Math.max(ended, parents.length);
  const steps = stepsOf(series(evidence.samples, 'process_ended_total'), (by) => by > 0);
  const first = steps[0] ?? parents[0]?.atMs;
  const atSeconds = first === undefined ? undefined : secondsInto(evidence, first);
  const times = count === 1 ? 'a process' : `${count} processes`;
  const when = first === undefined ? '' : `, ${count === 1 ? '' : 'first '}${whenText(evidence, first)}`;
  const how = endsText(parents.length > 0 ? parents.map(({ line }) => line.how) : statusesIn(evidence));
  const base = {
    detector: 'workers' as const,
    metric: 'process_ended_total',
    value: count,
    unit: 'count',
    ...(atSeconds === undefined ? {} : { atSeconds }),
    evidence: [FILES.samples, FILES.targetLog],
  };
  const what = `${times} of the service ended under load${when}${how === '' ? '' : `, ${how}`}, while the first one survived`;
  const last = deaths.at(-1) ?? parents.at(-1);
  const cut = cutOffAt(steps, evidence);
  if (last === undefined && how === '' && cut === 0)
    return [
      {
        ...base,
        status: 'healthy',
        message: `${what}; ${FILES.targetLog} names no error, so it may be by design`,
      },
    ];
  const named =
    deaths.length > 0
      ? `: ${FILES.targetLog} has ${countedText(deaths.length, 'uncaught error')}${momentsText(deaths, evidence)}`
      : '';
  const missed = cut === 0 ? '' : `; ${countedText(cut, 'request')} got no answer at that time`;
  return [
    {
      ...base,
      status: 'warning',
      limit: 0,
      message: `${what}${named}${missed}`,
      ...(last === undefined ? {} : { cause: `last message in ${FILES.targetLog}: ${last.line.text}` }),
      advice: last === undefined && how !== '' ? UNNAMED : CAUGHT,
    },
  ];
}

/** Of those whose parents had not yet asked when we looked. */
function statusesIn({ samples }: Evidence): WorkerEnd[] {
  return series(samples, 'process_end_status').flatMap(({ value }) => endOfStatus(value) ?? []);
}

function panicked(lines: Written<FatalLine>[], evidence: Evidence): Found[] {
  const last = lines.at(-1);
  if (last === undefined) return [];
  const [{ atMs } = { atMs: undefined }] = lines;
  const atSeconds = atMs === undefined ? undefined : secondsInto(evidence, atMs);
  const times = lines.length === 1 ? 'once' : `${lines.length} times`;
  return [
    {
      detector: 'workers',
      status: 'warning',
      metric: 'panics',
      value: lines.length,
      limit: 0,
      unit: 'count',
      ...(atSeconds === undefined ? {} : { atSeconds }),
      message: `an unhandled error ended a request or a thread of the service, ${times} in ${FILES.targetLog}${momentsText(lines, evidence)}`,
      cause: `the last: ${last.line.text}`,
      advice: CAUGHT,
      evidence: [FILES.targetLog],
    },
  ];
}
