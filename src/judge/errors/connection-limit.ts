/** A service that takes so many connections and no more: the kernel completes the others, and nobody ever reads from them. */
import type { Explanation } from '../detector.ts';
import { type Evidence, series } from '../evidence.ts';
import { atPeak } from '../resources/generator.ts';
import { mayBeSlowness } from './timeouts.ts';

/** Every user has a connection of its own; with nearly as many as users none is missing. */
const MAX_OF_USERS = 0.8;
/** A limit that is reached stays so. */
const MIN_LEVEL = 0.9;
const MIN_READINGS = 5;

/** For requests that timed out; undefined unless the others were fast and the connections level below the number of users. */
export function connectionLimit(evidence: Evidence): Explanation | undefined {
  const sockets = series(atPeak(evidence), 'process_open_sockets').map(({ value }) => value);
  const users = Math.max(0, ...evidence.timeline.map(({ values }) => values.vus?.value ?? 0));
  const most = Math.max(0, ...sockets);
  if (mayBeSlowness(evidence) || sockets.length < MIN_READINGS || evidence.scenario.model === 'open')
    return undefined;
  if (most >= MAX_OF_USERS * users || Math.min(...sockets) < MIN_LEVEL * most) return undefined;
  return {
    cause: `a limit on connections: it holds ${most}, never more, while ${users} users ask; the others are connected, and never read`,
    advice:
      'raise the limit of connections (workers, threads, LimitListener, MaxConns), or refuse what is over it, so that clients know; close idle keep-alive connections sooner',
  };
}
