/** How far the service's clock is from this machine's, as its answers before the load tell. */
import type { ServiceClock } from '../../contract/contract.ts';
import { parsed } from '../../shared/request/answer-value.ts';
import { dateAhead, type Span, stampAhead } from '../../shared/request/told-time.ts';
import type { Reply } from '../send.ts';

let clock: ServiceClock | undefined;

/** What was seen so far; undefined when nothing told a time. */
export function serviceClock(): ServiceClock | undefined {
  return clock;
}

/** Takes notice of an answer that has just come. */
export function noteClock(op: string, { headers, timings, body, status }: Reply): void {
  if (status === 0) return;
  const receivedMs = Date.now();
  const span: Span = { sentMs: receivedMs - timings.duration, receivedMs };
  const date = nearer(clock?.date, dateAhead(headers, span));
  const told = op === 'upload' && typeof body === 'string' ? stampAhead(parsed(body), span) : undefined;
  const { stamp = told } = clock ?? {};
  const nearest = nearer(stamp?.seconds, told?.seconds) === stamp?.seconds ? stamp : told;
  if (date === undefined && nearest === undefined) return;
  clock = { ...(date === undefined ? {} : { date }), ...(nearest === undefined ? {} : { stamp: nearest }) };
}

/** An answer may be old; none is from the future. */
function nearer(known: number | undefined, seen: number | undefined): number | undefined {
  if (known === undefined || seen === undefined) return known ?? seen;
  return Math.abs(seen) < Math.abs(known) ? seen : known;
}
