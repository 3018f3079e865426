/** How far a campaign has come, and what is left of it. */
import { bytesText } from '../text/bytes.ts';
import { clockText } from '../text/numbers.ts';
import type { CapacityPlan } from './config/plan.ts';
import { isStored, type Standing } from './journal/standing.ts';

export interface Progress {
  begins(bytes: number): void;
  ends(bytes: number): void;
  stored(bytes: number): void;
  /** Stored by now. */
  bytes(): number;
  /** On their way now. */
  inFlight(): number;
  /** Of the largest file that was stored. */
  largest(): number;
}

const LINE_EVERY_MS = 10_000;

export function newProgress(plan: CapacityPlan, standing: Standing, say: (line: string) => void): Progress {
  let [bytes, files, largest, flying] = [0, 0, 0, 0];
  for (const upload of standing.uploads.values())
    if (isStored(upload)) {
      bytes += upload.bytes;
      files++;
      largest = Math.max(largest, upload.bytes);
    }
  const before = bytes;
  const startedMs = performance.now();
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const tell = () => {
    const now = performance.now();
    if (now - saidAtMs < LINE_EVERY_MS) return;
    const isFirst = saidAtMs === Number.NEGATIVE_INFINITY;
    saidAtMs = now;
    const rate = ((bytes - before) * 1000) / (now - startedMs);
    const left = clockText(Math.max(0, plan.bytes - bytes) / rate);
    say(
      isFirst
        ? `the first file took ${bytesText(Math.round(rate))}/s: the whole plan takes about ${left} and ${bytesText(plan.bytes)} of disk`
        : `${files} of ${plan.files} files, ${bytesText(bytes)} of ${bytesText(plan.bytes)}, ${bytesText(Math.round(rate))}/s, about ${left} left`,
    );
  };
  return {
    begins(of) {
      flying += of;
    },
    ends(of) {
      flying -= of;
    },
    stored(of) {
      bytes += of;
      files++;
      largest = Math.max(largest, of);
      tell();
    },
    bytes: () => bytes,
    inFlight: () => flying,
    largest: () => largest,
  };
}
