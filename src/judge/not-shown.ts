/** What a service does not show of itself, and what nobody can therefore see. */
import type { SampleName } from '../contract/contract.ts';
import type { ProbeSilence } from '../store/records/records.ts';
import { plainText } from '../text/plain-text.ts';
import { refusedText } from '../text/refused-text.ts';
import type { Evidence } from './evidence.ts';

const MAX_SHOWN = 3;

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
  if (missing.length === 0) return undefined;
  const why = silenceText(outcome.probesSilent);
  return `some runtime metrics are missing: ${missing.join('; ')}${why === '' ? '' : `. ${why}`}`;
}

/** What would tell of the service, and does not know us. */
export function probeRefused({ outcome }: Evidence): string | undefined {
  const paths = outcome?.probesRefused ?? [];
  return paths.length === 0 ? undefined : `${refusedText(paths)} (401 or 403)`;
}

/** `prometheus at /metrics told nothing: no answer within 10 s`; of those that told most of the time nothing. */
function silenceText(silent: ProbeSilence[] = []): string {
  return silent
    .filter(isMostlySilent)
    .slice(0, MAX_SHOWN)
    .map(({ form, where, why, asked, told }) =>
      told === 0
        ? `${form} at ${where} told nothing: ${why}`
        : `${form} at ${where} told something ${told} of ${asked} times: ${why}`,
    )
    .map(plainText)
    .join('; ');
}

function isMostlySilent({ asked, told }: ProbeSilence): boolean {
  return told < asked / 2;
}

const USUAL_ADVICE =
  'offer Prometheus metrics of the runtime at /metrics (Go: expvar will do), or name the place in the target file ("probes")';
const ALL_TOLD =
  'the metrics that it shows were read and have no more: switch on those of the runtime in its client library (heap, collections), or take what cannot be seen as it is';
const ADVICE: Record<ProbeSilence['kind'], (where: string) => string> = {
  missing: (where) => `mend the path ${where} in the target file ("probes")`,
  failing: (where) => `look into the service's log for why ${where} fails`,
  elsewhere: (where) => `name the place that ${where} leads to in the target file ("probes")`,
  form: (where) =>
    `look at what ${where} answers, and name it in the target file ("probes") by the form that it has`,
  unknown: (where) =>
    `add the metrics of the runtime and the process to ${where}: most client libraries have a collector for them that must be switched on`,
  large: (where) =>
    `take labels by customer, bucket or path out of ${where}, or show the metrics of the runtime at a place of their own and name that in the target file ("probes")`,
  slow: (where) =>
    `make ${where} quicker to answer (fewer label sets), or show the metrics of the runtime at a place or port of their own and name that in the target file ("probes")`,
  gone: (where) => `see that ${where} can be reached from here while the service runs`,
};

/** What would help, and not what the user has done already. */
export function notShownAction({ outcome }: Evidence): string {
  const silent = (outcome?.probesSilent ?? []).find(isMostlySilent);
  if (silent !== undefined) return ADVICE[silent.kind](plainText(silent.where));
  const told = (outcome?.probes ?? []).find((form) => form === 'prometheus');
  return told === undefined ? USUAL_ADVICE : ALL_TOLD;
}

function memoryText(memory: boolean, sys: boolean): string {
  if (sys) return 'leaks of memory are judged by what its runtime holds, not by its heap';
  return memory
    ? 'leaks of memory are judged by its memory as a whole, not by its heap'
    : 'leaks of memory cannot be seen';
}
