/** What a service does not show of itself, and what nobody can therefore see. */
import type { SampleName } from '../contract/contract.ts';
import { refusedText } from '../text/refused-text.ts';
import type { Evidence } from './evidence.ts';

/**
 * Undefined when it shows its heap and its collections, which is what only it can know; and for a run of which it is not
 * known what was asked.
 */
export function notShown({ outcome, samples }: Evidence): string | undefined {
  if (outcome?.probes === undefined || samples.length === 0) return undefined;
  const has = (...names: SampleName[]) =>
    samples.some(({ values }) => names.some((name) => values[name] !== undefined));
  const memory = has(
    'cgroup_memory_held_bytes',
    'process_memory_held_bytes',
    'process_resident_memory_bytes',
    'cgroup_memory_working_set_bytes',
  );
  const missing = [
    ...(has('runtime_heap_mb') ? [] : [memoryText(memory, has('runtime_sys_mb'))]),
    ...(has('runtime_gc_total')
      ? has('runtime_gc_pause_seconds_total')
        ? []
        : ['how long garbage collection stops it cannot be seen']
      : ['a garbage collector that stalls or takes the time of the requests cannot be seen']),
    ...(has('process_open_fds', 'runtime_handles', 'runtime_goroutines')
      ? []
      : ['leaks of connections and files cannot be seen']),
    ...(has('process_cpu_seconds_total', 'cgroup_cpu_seconds_total') ? [] : ['its use of CPU is not known']),
  ];
  return missing.length === 0 ? undefined : `the service does not show all of itself: ${missing.join('; ')}`;
}

/** What would tell of the service, and does not know us. */
export function probeRefused({ outcome }: Evidence): string | undefined {
  const paths = outcome?.probesRefused ?? [];
  return paths.length === 0 ? undefined : `${refusedText(paths)} (401 or 403)`;
}

function memoryText(memory: boolean, sys: boolean): string {
  if (sys) return 'leaks of memory are judged by what its runtime holds, not by its heap';
  return memory
    ? 'leaks of memory are judged by its memory as a whole, not by its heap'
    : 'leaks of memory cannot be seen';
}
