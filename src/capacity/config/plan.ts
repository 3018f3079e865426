/** What a campaign is to store. */
import type { CapacityConfig } from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import { countedText } from '../../text/numbers.ts';
import { sizesOf } from './sizes.ts';

export interface PlannedStage {
  /** From 0. */
  stage: number;
  count: number;
  concurrency: number;
  bytes: number;
  smallest: number;
  largest: number;
  /** Of the file of this index. */
  sizeOf(index: number): number;
}

export interface CapacityPlan {
  stages: PlannedStage[];
  files: number;
  bytes: number;
}

export const USUAL_SEED = 1;

export function planOf({ stages, content: { seed = USUAL_SEED } = {} }: CapacityConfig): CapacityPlan {
  const planned = stages.map((each, stage) => {
    const sizeOf = sizesOf(each, stage, seed);
    let [bytes, smallest, largest] = [0, Number.POSITIVE_INFINITY, 0];
    for (let index = 0; index < each.count; index++) {
      const size = sizeOf(index);
      bytes += size;
      smallest = Math.min(smallest, size);
      largest = Math.max(largest, size);
    }
    const { count, concurrency = 1 } = each;
    return { stage, count, concurrency, bytes, smallest, largest, sizeOf };
  });
  return {
    stages: planned,
    files: planned.reduce((sum, { count }) => sum + count, 0),
    bytes: planned.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

export function stageText({ stage, count, concurrency, bytes, smallest, largest }: PlannedStage): string {
  const size = smallest === largest ? bytesText(smallest) : `${bytesText(smallest)} to ${bytesText(largest)}`;
  const beside = concurrency === 1 ? 'one at a time' : `${concurrency} at a time`;
  return `stage ${stage + 1}: ${countedText(count, 'file')} of ${size}, ${beside}, ${bytesText(bytes)} in all`;
}
