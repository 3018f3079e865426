/** Garbage collection must go on while requests do: a count that stands still over a growing heap is a stall. */
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';

/** Go forces a collection every two minutes at the latest; a busy runtime collects every few seconds. */
export const GC_NEEDS_SECONDS = 150;

export function judgeGc({ samples }: Evidence): Finding[] {
  const collections = growth(samples, 'runtime_gc_total');
  const points = series(samples, 'runtime_gc_total');
  // Fewer than before are those of another process; that it was restarted is a finding of its own.
  if (collections === undefined || collections < 0) return [];
  const seconds = spanSeconds(points);
  const stalled =
    collections === 0 && seconds >= GC_NEEDS_SECONDS && (growth(samples, 'runtime_heap_mb') ?? 0) > 0;
  if (collections === 0 && !stalled) return [];
  return [
    {
      detector: 'gc',
      status: stalled ? 'warning' : 'healthy',
      metric: 'runtime_gc_total',
      value: collections,
      unit: 'count',
      message: stalled
        ? `no garbage collection in ${Math.round(seconds)} s although the heap grew`
        : `${collections} garbage collections under load`,
      ...(stalled ? { advice: 'check GOGC / heap settings and whether something blocks the runtime' } : {}),
      evidence: [FILES.samples],
    },
  ];
}
