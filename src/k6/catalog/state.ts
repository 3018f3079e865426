/** What became of an operation, as a history knows it. Pure. */
import {
  type ErrorKind,
  type HistoryRecord,
  UNSENT_KINDS,
  type UnsentKind,
} from '../../contract/contract.ts';

/** No connection came to be, so nothing was sent. What a proxy answers of itself may be about a request that it handed on. */
const NOT_SENT: readonly (ErrorKind | UnsentKind)[] = [
  'refused',
  ...UNSENT_KINDS.filter((kind) => kind !== 'proxy'),
];
const CLIENT_ERROR = { from: 400, to: 499 };
/** The server waited no longer; what had come of the request by then, it may have done (RFC 9110 §15.5.9). */
const REQUEST_TIMEOUT = 408;

/**
 * @param failure undefined for an answer with an expected status, which one of a conflict is too
 * @param conflict statuses that say that somebody else was first
 */
export function stateOf(
  status: number,
  failure: ErrorKind | UnsentKind | undefined,
  conflict: number[],
): HistoryRecord['s'] {
  if (conflict.includes(status)) return 'conflict';
  if (failure === undefined) return 'ok';
  const isRefused = status >= CLIENT_ERROR.from && status <= CLIENT_ERROR.to && status !== REQUEST_TIMEOUT;
  return isRefused || NOT_SENT.includes(failure) ? 'fail' : 'unknown';
}
