/**
 * Processes, threads and requests that ended by an error while the service as a whole lived on: a master forks a worker
 * anew, a server catches the panic of a handler, and clients, which ask again, may see nothing of it.
 */

import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import { type Evidence, growth, series, stepsOf } from '../evidence.ts';
import { type FatalLines, fatalLines } from '../fatal-lines.ts';
import { secondsInto, whenText } from '../load-clock.ts';
import { hasEnded, judgeCrash } from './crash.ts';
import { judgeOom } from './oom.ts';
import { judgeRestart } from './restart.ts';

const CAUGHT =
  'fix the error it names; catching it, or restarting its process, only hides it, and the work in progress was lost';

/** Silent when the service itself ended, which is told by others. */
export function judgeWorkers(evidence: Evidence): Found[] {
  if (hasEnded(evidence)) return [];
  if ([judgeOom, judgeCrash, judgeRestart].some((judge) => judge(evidence).length > 0)) return [];
  const lines = fatalLines(evidence.logTail);
  const ended = growth(evidence.samples, 'process_ended_total') ?? 0;
  return [...endings(ended, lines, evidence), ...panics(lines)];
}

/** Workers that are replaced on purpose end too: without a word in the log it is good to know, and no more. */
function endings(ended: number, { deaths }: FatalLines, evidence: Evidence): Found[] {
  if (ended <= 0) return [];
  const [first] = stepsOf(series(evidence.samples, 'process_ended_total'), (step) => step > 0);
  const atSeconds = first === undefined ? undefined : secondsInto(evidence, first);
  const times = ended === 1 ? 'a process' : `${ended} processes`;
  const when = first === undefined ? '' : `, ${ended === 1 ? '' : 'first '}${whenText(evidence, first)}`;
  const base = {
    detector: 'workers' as const,
    metric: 'process_ended_total',
    value: ended,
    unit: 'count',
    ...(atSeconds === undefined ? {} : { atSeconds }),
    evidence: [FILES.samples, FILES.targetLog],
  };
  const what = `${times} of the service ended under load${when}, while the first one survived`;
  const last = deaths.at(-1);
  if (last === undefined)
    return [
      {
        ...base,
        status: 'healthy',
        message: `${what}; ${FILES.targetLog} names no error, so it may be by design`,
      },
    ];
  return [
    {
      ...base,
      status: 'warning',
      limit: 0,
      message: `${what}: ${FILES.targetLog} has ${countedText(deaths.length, 'uncaught error')}`,
      cause: `last message in ${FILES.targetLog}: ${last}`,
      advice: CAUGHT,
    },
  ];
}

function panics({ panics: lines }: FatalLines): Found[] {
  const last = lines.at(-1);
  if (last === undefined) return [];
  return [
    {
      detector: 'workers',
      status: 'warning',
      metric: 'panics',
      value: lines.length,
      limit: 0,
      unit: 'count',
      message: `an unhandled error ended a request or a thread of the service, ${lines.length === 1 ? 'once' : `${lines.length} times`} in ${FILES.targetLog}`,
      cause: `the last: ${last}`,
      advice: CAUGHT,
      evidence: [FILES.targetLog],
    },
  ];
}
