/** What time an answer tells, held against when it was asked for and when it had come. Pure. */
import { headerNamed } from './answer-value.ts';
import { leavesOf } from './json-tree.ts';

export interface Span {
  sentMs: number;
  receivedMs: number;
}

/** Of a file that was just taken. */
const TOLD =
  /^(created|uploaded|stored|modified|updated|inserted)(_?(at|on|time|date|timestamp))?$|^lastModified$|^last_modified$/i;
/** With a zone: what it means without one nobody knows. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Seconds and milliseconds since 1970, from 2001 to 2286. */
const EPOCH_SECONDS = [1e9, 1e10] as const;
const EPOCH_MS = [1e12, 1e13] as const;

/** Seconds that the header Date (RFC 9110 §6.6.1) is ahead; of a cache that keeps it, less its Age. Undefined without one. */
export function dateAhead(headers: Record<string, string>, span: Span): number | undefined {
  const date = Date.parse(headerNamed(headers, 'Date') ?? '');
  const age = Number(headerNamed(headers, 'Age') ?? 0);
  // it is told in whole seconds
  return Number.isFinite(date) && age >= 0 ? ahead(date + 1000 * age, 1000, span) : undefined;
}

/** The same of a time in an answer in JSON; of several the nearest. */
export function stampAhead(body: unknown, span: Span): { seconds: number; field: string } | undefined {
  const told = leavesOf(body).flatMap(({ keys, value }) => {
    const field = keys.at(-1) ?? '';
    const ms = TOLD.test(field) ? msOf(value) : undefined;
    return ms === undefined ? [] : [{ seconds: ahead(ms, 1000, span), field }];
  });
  return told.sort((a, b) => Math.abs(a.seconds) - Math.abs(b.seconds))[0];
}

function msOf(value: unknown): number | undefined {
  if (typeof value === 'string') return ISO.test(value) ? Date.parse(value) : undefined;
  if (typeof value !== 'number') return undefined;
  if (value >= EPOCH_SECONDS[0] && value < EPOCH_SECONDS[1]) return value * 1000;
  return value >= EPOCH_MS[0] && value < EPOCH_MS[1] ? value : undefined;
}

/** @param exactMs how much later it may be than it says */
function ahead(ms: number, exactMs: number, { sentMs, receivedMs }: Span): number {
  if (ms > receivedMs) return (ms - receivedMs) / 1000;
  return ms + exactMs < sentMs ? (ms + exactMs - sentMs) / 1000 : 0;
}
