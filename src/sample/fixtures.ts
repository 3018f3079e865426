/** A small profile as a target would send it: one value type, no samples. For tests. */
import { gzipSync } from 'node:zlib';
import { Profile, StringTable, ValueType } from 'pprof-format';

const STRINGS = new StringTable();

export const PROFILE = gzipSync(
  new Profile({
    sampleType: [new ValueType({ type: STRINGS.dedup('cpu'), unit: STRINGS.dedup('nanoseconds') })],
    stringTable: STRINGS,
    durationNanos: 7,
  }).encode(),
);
