import { gzipSync } from 'node:zlib';
import { Profile, StringTable, ValueType } from 'pprof-format';
import { type Manner, mannerOf } from './ask.ts';

/** Nothing but the question. For tests. */
export function plainManner(): Manner {
  return mannerOf();
}

const STRINGS = new StringTable();

/** A small profile as a target would send it: one value type, no samples. For tests. */
export const PROFILE = gzipSync(
  new Profile({
    sampleType: [new ValueType({ type: STRINGS.dedup('cpu'), unit: STRINGS.dedup('nanoseconds') })],
    stringTable: STRINGS,
    durationNanos: 7,
  }).encode(),
);
