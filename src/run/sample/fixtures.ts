import { gzipSync } from 'node:zlib';
import { Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { type Manner, mannerOf } from './ask.ts';

/** Nothing but the question. For tests. */
export function plainManner(): Manner {
  return mannerOf();
}

const STRINGS = new StringTable();

/** A small profile as a target would send it: one value type, no samples. For tests. */
export const PROFILE = profileWith([]);

/** The same with one sample. For tests. */
export const FILLED = profileWith([new Sample({ value: [7], locationId: [] })]);

function profileWith(sample: Sample[]): Buffer {
  return gzipSync(
    new Profile({
      sampleType: [new ValueType({ type: STRINGS.dedup('cpu'), unit: STRINGS.dedup('nanoseconds') })],
      sample,
      stringTable: STRINGS,
      durationNanos: 7,
    }).encode(),
  );
}
