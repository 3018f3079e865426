/** Go's expvar (https://pkg.go.dev/expvar): runtime.MemStats as JSON, among whatever else the service publishes. */
import { MIB } from '../../../text/numbers.ts';
import { type Adapter, type Fields, readFields } from './adapter.ts';

/** https://pkg.go.dev/runtime#MemStats */
const MEMSTATS: Fields = {
  Sys: ['runtime_sys_mb', 1 / MIB],
  HeapAlloc: ['runtime_heap_mb', 1 / MIB],
  NumGC: ['runtime_gc_total', 1],
  PauseTotalNs: ['runtime_gc_pause_seconds_total', 1e-9],
  GCCPUFraction: ['runtime_gc_cpu_fraction', 1],
};

export const expvar: Adapter = {
  paths: ['/debug/vars'],
  mostBytes: 1024 * 1024,
  read: (body) => readFields((JSON.parse(body) as { memstats?: unknown } | null)?.memstats, MEMSTATS),
};
