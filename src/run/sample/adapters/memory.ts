/** `/metrics/memory`: a small JSON object that the reference service and Go services of its kind answer. */
import { type Adapter, type Fields, readFields } from './adapter.ts';

const FIELDS: Fields = {
  sys_mb: ['runtime_sys_mb', 1],
  heap_alloc_mb: ['runtime_heap_mb', 1],
  goroutines: ['runtime_goroutines', 1],
  handles: ['runtime_handles', 1],
  num_gc: ['runtime_gc_total', 1],
  gc_pause_total_ms: ['runtime_gc_pause_seconds_total', 0.001],
};

export const memory: Adapter = {
  paths: ['/metrics/memory'],
  mostBytes: 64 * 1024,
  read: (body) => readFields(JSON.parse(body), FIELDS),
};
