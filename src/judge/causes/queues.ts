/** What the requests wait for, where the metrics of a pool or of a server tell how many do. */
import { FILES } from '../../store/store.ts';
import { type Evidence, series } from '../evidence.ts';
import { atPeak } from '../resources/generator.ts';
import { median } from '../statistics/median.ts';
import type { Cause } from './cause.ts';
import { ADVICE_BY_KIND } from './waiting-advice.ts';

/** Fewer come and go in every pool that is used well. */
const MIN_WAITING = 3;

const QUEUES = [
  {
    series: 'pool_waiting',
    says: 'wait for a connection of a pool',
    advice: ADVICE_BY_KIND.pool,
  },
  {
    series: 'workers_backlog',
    says: 'wait for a free worker or thread',
    advice:
      'give the server more workers or threads, if what they do is wait; or find out what holds each of them so long',
  },
] as const;

/** None where the service shows no such queue, or it is short in most readings. */
export function queueCause(evidence: Evidence): Cause[] {
  const samples = atPeak(evidence);
  for (const { series: name, says, advice } of QUEUES) {
    const waiting = median(series(samples, name).map(({ value }) => value));
    // of no readings it is no number
    if (!(waiting >= MIN_WAITING)) continue;
    return [
      {
        cause: `by its own metrics, ${Math.round(waiting)} requests ${says}`,
        shows: 'waiting',
        instead: advice,
        file: FILES.samples,
      },
    ];
  }
  return [];
}
