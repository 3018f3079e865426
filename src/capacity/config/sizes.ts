/** How large each file of a stage is: the same for the same seed, so that a campaign can go on after a crash and be repeated. */
import { createHash } from 'node:crypto';
import { quantile } from '../../judge/statistics/normal.ts';
import type { CapacityStage, StageSize } from '../../store/records/records.ts';
import { bytesIn } from '../../text/bytes.ts';

const P95 = quantile(0.95);

/** @returns the bytes of the stage's file of this index */
export function sizesOf({ size }: CapacityStage, stage: number, seed: number): (index: number) => number {
  if (typeof size === 'string') {
    const bytes = bytesOf(size);
    return () => bytes;
  }
  const draw = drawOf(size);
  return (index) => draw(chance(`${seed} ${stage} ${index}`));
}

/** @returns the size that stands at this share of all, from 0 to 1 */
function drawOf(size: Exclude<StageSize, string>): (share: number) => number {
  if (Array.isArray(size)) {
    const parts = size.map(({ size: text, weight }) => ({ bytes: bytesOf(text), weight }));
    const all = parts.reduce((sum, { weight }) => sum + weight, 0);
    return (share) => {
      let left = share * all;
      const found = parts.find(({ weight }) => {
        left -= weight;
        return left < 0;
      });
      return (found ?? parts[parts.length - 1])?.bytes ?? 1;
    };
  }
  const [median, p95, max] = [bytesOf(size.median), bytesOf(size.p95), bytesOf(size.max)];
  const sigma = Math.log(p95 / median) / P95;
  return (share) => Math.max(1, Math.min(max, Math.round(median * Math.exp(sigma * quantile(share)))));
}

/** Known to be a size: the configuration was checked. */
function bytesOf(text: string): number {
  return bytesIn(text) ?? 1;
}

const TWO_TO_48 = 2 ** 48;

/** Evenly spread over the numbers between 0 and 1, without either. */
function chance(what: string): number {
  return (createHash('sha256').update(what).digest().readUIntBE(0, 6) + 0.5) / TWO_TO_48;
}
