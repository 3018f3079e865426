/** k6's own health, from /proc; where there is none the series are absent. */
import type { SampleName } from '../../contract/contract.ts';
import { processReader } from '../../sandbox/process/reader.ts';

type Values = Partial<Record<SampleName, number>>;

/** Makes a reader for one k6 process. */
export function readK6(pid: number): () => Values {
  const read = processReader(pid, () => [pid]);
  return () => {
    const {
      process_cpu_seconds_total: cpu,
      process_cpu_wait_seconds_total: wait,
      process_resident_memory_bytes: rss,
    } = read();
    return {
      ...(cpu === undefined ? {} : { k6_cpu_seconds_total: cpu }),
      ...(wait === undefined ? {} : { k6_cpu_wait_seconds_total: wait }),
      ...(rss === undefined ? {} : { k6_resident_memory_bytes: rss }),
    };
  };
}
