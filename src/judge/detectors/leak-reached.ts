/** A leak that came to a limit: what grew until there was none left stays where it is, and only what was before tells of it. */
import type { Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { momentText } from '../../text/numbers.ts';
import { errorsBeginSeconds } from '../errors/errors-begin.ts';
import type { Evidence } from '../evidence.ts';
import { loadBeganMs } from '../load/load-clock.ts';
import { type Span, steadySpan } from '../load/steady.ts';
import { errorLine } from '../logs/last-words.ts';
import type { Growth } from './leak-message.ts';

/** The part of a load in which growth is judged. */
export interface LeakSpan extends Span {
  /** When errors began, seconds from the begin of the load; absent when it ends without. */
  errorsSeconds?: number;
}

/** A line through the readings may end a little below the limit. */
const REACHED_SHARE = 0.85;

/** The steady part up to where errors begin; undefined when none begin in it. */
export function spanUpToErrors(evidence: Evidence): LeakSpan | undefined {
  const span = steadySpan(evidence);
  const beganMs = loadBeganMs(evidence);
  const errorsSeconds = errorsBeginSeconds(evidence);
  if (span === undefined || beganMs === undefined || errorsSeconds === undefined) return undefined;
  const toMs = beganMs + errorsSeconds * 1000;
  return toMs > span.fromMs && toMs < span.toMs ? { fromMs: span.fromMs, toMs, errorsSeconds } : undefined;
}

/** `its limit of 1024 open files is reached at 0:14, and from then on requests fail` */
export function reachedText(
  { says, trend }: Growth,
  errorsSeconds: number,
  limit: { value: number; says: string } | undefined,
): string {
  const at = momentText(errorsSeconds);
  return limit !== undefined && trend.end >= REACHED_SHARE * limit.value
    ? `${limit.says} at ${at}, and from then on requests fail`
    : `from ${at} on, when ${says} had reached ${Math.round(trend.end)}, requests fail`;
}

/** Who has none left says so. */
export function saidInLog({ logTail }: Evidence): Pick<Finding, 'cause'> {
  const said = errorLine(logTail);
  return said === undefined ? {} : { cause: `${FILES.targetLog} says: ${said}` };
}
