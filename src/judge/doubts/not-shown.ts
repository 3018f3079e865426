/** What a service does not show of itself, and what nobody can therefore see. */
import type { SampleName } from '../../contract/contract.ts';
import type { ProbeSilence } from '../../store/records/records.ts';
import { plainText } from '../../text/plain-text.ts';
import { refusedText } from '../../text/refused-text.ts';
import type { Evidence } from '../evidence.ts';

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
        : ['how long garbage collection pauses it is unknown']
      : ['a garbage collector that stalls or slows down requests would not be seen']),
    ...(has('process_open_fds', 'runtime_handles', 'runtime_goroutines')
      ? []
      : ['leaks of connections and files would not be seen']),
    ...(has('process_cpu_seconds_total', 'cgroup_cpu_seconds_total') ? [] : ['its CPU use is unknown']),
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
        ? `${form} at ${where} returned no data: ${why}`
        : `${form} at ${where} returned data ${told} of ${asked} times: ${why}`,
    )
    .map(plainText)
    .join('; ');
}

function isMostlySilent({ asked, told }: ProbeSilence): boolean {
  return told < asked / 2;
}

const USUAL_ADVICE =
  'expose Prometheus metrics of the runtime at /metrics (Go: expvar will do), or name the endpoint in the target file ("probes")';
const ALL_TOLD =
  'its metrics were read and lack these: enable the runtime metrics of its client library (heap, collections), or accept what is missing';
const ADVICE: Record<ProbeSilence['kind'], (where: string) => string> = {
  missing: (where) => `fix the path ${where} in the target file ("probes")`,
  failing: (where) => `check the service's log for why ${where} fails`,
  elsewhere: (where) => `name the URL that ${where} redirects to in the target file ("probes")`,
  form: (where) => `check what ${where} returns, and name its form in the target file ("probes")`,
  unknown: (where) =>
    `add runtime and process metrics to ${where}: most client libraries have a collector for them that must be enabled`,
  large: (where) =>
    `remove labels such as customer, bucket or path from ${where}, or expose the runtime metrics at an endpoint of their own and name that in the target file ("probes")`,
  slow: (where) =>
    `make ${where} respond faster (fewer label sets), or expose the runtime metrics at an endpoint or port of their own and name that in the target file ("probes")`,
  gone: (where) => `make sure that ${where} can be reached from here while the service runs`,
};

/** What would help, and not what the user has done already. */
export function notShownAction({ outcome }: Evidence): string {
  const silent = (outcome?.probesSilent ?? []).find(isMostlySilent);
  if (silent !== undefined) return ADVICE[silent.kind](plainText(silent.where));
  const told = (outcome?.probes ?? []).find((form) => form === 'prometheus');
  return told === undefined ? USUAL_ADVICE : ALL_TOLD;
}

function memoryText(memory: boolean, sys: boolean): string {
  if (sys) return 'memory leaks are judged by what its runtime holds, not by its heap';
  return memory
    ? 'memory leaks are judged by its memory as a whole, not by its heap'
    : 'memory leaks would not be seen';
}
