import { readFileSync } from 'node:fs';

/** Reading of the small files in which the kernel tells about control groups and processes. */

/** Numbers of this size and above stand for "no limit" in v1 (PAGE_COUNTER_MAX, 2^63 less a page). */
const UNLIMITED_FROM = 2 ** 62;

/** A file of one number; undefined when it is not there, and for `max` and v1's "no limit". */
export function readNumber(path: string): number | undefined {
  const number = Number.parseInt(readText(path) ?? '', 10);
  return Number.isNaN(number) || number >= UNLIMITED_FROM ? undefined : number;
}

/** What a reading of a limit says where there is none; the kernel itself writes so in cpu.cfs_quota_us. */
export const NO_LIMIT = -1;

/** A file that holds a limit: its number, NO_LIMIT for `max`, -1 and v1's "no limit"; undefined when it is not there. */
export function readLimit(path: string): number | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const number = Number.parseInt(text, 10);
  return Number.isNaN(number) || number < 0 || number >= UNLIMITED_FROM ? NO_LIMIT : number;
}

/** A "flat keyed" file, lines of `KEY VALUE` (kernel: Documentation/admin-guide/cgroup-v2.rst); empty when not there. */
export function readFlatKeyed(path: string): ReadonlyMap<string, number> {
  const lines = (readText(path) ?? '').trimEnd().split('\n');
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(' ')), Number(line.slice(line.indexOf(' ') + 1))]),
  );
}

/** The whole file; undefined when it is not there or may not be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `number / divisor`, or undefined when there is no number. */
export function scaled(number: number | undefined, divisor: number): number | undefined {
  return number === undefined ? undefined : number / divisor;
}
