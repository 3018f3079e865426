/**
 * The memory of a service that counts against its box, by one definition for verdict, watchdog, live line, report and
 * comparison: what the kernel cannot take back.
 */
import type { Sample, SampleName } from '../contract/contract.ts';

export interface HeldMemory {
  /** The series it was read from. */
  metric: SampleName;
  /** In words: which memory, where the run knows it less exactly. */
  says: string;
  /** It is what the kernel cannot take back, and not the least known number above it. */
  isExact: boolean;
  /** Bytes, in order of time. */
  points: { t: number; value: number }[];
}

type Values = Sample['values'];

interface Measure extends Pick<HeldMemory, 'metric' | 'says' | 'isExact'> {
  isThere(values: Values): boolean;
  read(values: Values): number | undefined;
}

/** The best first. Of runs and engines that tell neither of the first two, what they tell is never too little. */
const MEASURES: Measure[] = [
  single('cgroup_memory_held_bytes', 'memory', true),
  single('process_memory_held_bytes', 'memory', true),
  {
    metric: 'process_resident_memory_bytes',
    says: 'memory (the smaller of RSS and working set, at most)',
    isExact: false,
    isThere: (values) =>
      values.process_resident_memory_bytes !== undefined &&
      values.cgroup_memory_working_set_bytes !== undefined,
    read(values) {
      const { process_resident_memory_bytes: rss, cgroup_memory_working_set_bytes: working } = values;
      return rss === undefined || working === undefined ? (rss ?? working) : Math.min(rss, working);
    },
  },
  single('cgroup_memory_working_set_bytes', 'working set'),
  single('process_resident_memory_bytes', 'resident memory (RSS)'),
];

/** All readings by the same measure, the best that any of them has; undefined when not one tells memory. */
export function heldMemory(samples: Sample[]): HeldMemory | undefined {
  const measure = MEASURES.find(({ isThere }) => samples.some(({ values }) => isThere(values)));
  if (measure === undefined) return undefined;
  const points = samples.flatMap(({ t, values }) => {
    const value = measure.read(values);
    return value === undefined ? [] : [{ t, value }];
  });
  const { metric, says, isExact } = measure;
  return { metric, says, isExact, points };
}

/** Bytes of one reading. */
export function heldBytes(sample: Sample): number | undefined {
  return heldMemory([sample])?.points[0]?.value;
}

function single(metric: SampleName, says: string, isExact = false): Measure {
  return {
    metric,
    says,
    isExact,
    isThere: (values) => values[metric] !== undefined,
    read: (values) => values[metric],
  };
}
