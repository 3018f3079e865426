/** What is measured of object storage besides what is measured of every operation. */
import { K6_METRIC, type K6Summary } from '../contract/contract.ts';
import { statOf } from '../judge/evidence.ts';

const MB = 1_000_000;

export interface ObjectFigures {
  megabytesPerSecond?: number;
  firstByteP95Ms?: number;
  bytes?: number;
}

/** Of one operation; nothing where it moves no bytes of objects. */
export function objectFigures(summary: K6Summary | undefined, op: string): ObjectFigures {
  const bytes = statOf(summary, `${K6_METRIC.s3Bytes}{op:${op}}`, 'count') ?? 0;
  const seconds = (summary?.testRunDurationMs ?? 0) / 1000;
  if (bytes === 0 || seconds === 0) return {};
  const firstByteP95Ms = statOf(summary, `${K6_METRIC.s3FirstByte}{op:${op}}`, 'p(95)');
  return {
    bytes,
    megabytesPerSecond: bytes / MB / seconds,
    ...(firstByteP95Ms === undefined ? {} : { firstByteP95Ms }),
  };
}

const CODE = new RegExp(`^${K6_METRIC.s3Errors}\\{code:(\\w+)\\}$`);

/** How often the server gave each code of S3, the most frequent first; `other` is any that is not known, or none at all. */
export function codesIn(summary: K6Summary | undefined): { code: string; count: number }[] {
  return Object.entries(summary?.metrics ?? {})
    .flatMap(([metric, { values }]) => {
      const code = CODE.exec(metric)?.[1];
      const count = values.count ?? 0;
      return code === undefined || count === 0 ? [] : [{ code, count }];
    })
    .sort((a, b) => b.count - a.count);
}
