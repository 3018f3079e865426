/** What the target says of itself: /metrics/memory and /metrics/requests, or their like. */
import type { SampleName } from '../contract.ts';
import { withDeadline } from '../deadline.ts';
import type { Target } from '../targets.ts';
import { boundedBody } from './body.ts';

type Values = Partial<Record<SampleName, number>>;

/** An answer may take most of a tick; a target that is slower than that is not asked twice at once. */
const ANSWER_TIMEOUT_MS = 900;
/** No service has so many of anything; a number like this is a mistake of the target's. */
const MOST_READING = 1e12;
const MOST_ANSWER_BYTES = 64 * 1024;

/** Field of the answer → series, and the factor that turns its unit into ours. */
const MEMORY_FIELDS: Record<string, [SampleName, number]> = {
  sys_mb: ['runtime_sys_mb', 1],
  heap_alloc_mb: ['runtime_heap_mb', 1],
  goroutines: ['runtime_goroutines', 1],
  handles: ['runtime_handles', 1],
  num_gc: ['runtime_gc_total', 1],
  gc_pause_total_ms: ['runtime_gc_pause_seconds_total', 0.001],
};
const REQUEST_FIELDS: Record<string, [SampleName, number]> = {
  total: ['requests_total', 1],
  errors: ['requests_errors_total', 1],
  in_flight: ['requests_in_flight', 1],
};

/** One reading of all the target's probes; what does not answer, or answers nonsense, is absent. Never rejects. */
export async function readProbes(baseUrl: string, probes: Target['probes']): Promise<Values> {
  const askedMs = performance.now();
  const asked = [
    ...(probes.memory === undefined ? [] : [numbersAt(baseUrl + probes.memory, MEMORY_FIELDS)]),
    ...(probes.requests === undefined ? [] : [numbersAt(baseUrl + probes.requests, REQUEST_FIELDS)]),
  ];
  const answers = (await Promise.all(asked)).flatMap((answer) => answer ?? []);
  const allAnswered = asked.length > 0 && answers.length === asked.length;
  const seconds = (performance.now() - askedMs) / 1000;
  return Object.assign(allAnswered ? { probe_seconds: seconds } : {}, ...answers);
}

/** Undefined when it did not answer, or not in time: that is itself seen by the load, here it leaves a gap in the series. */
async function numbersAt(
  url: string,
  fields: Record<string, [SampleName, number]>,
): Promise<Values | undefined> {
  try {
    const body = await withDeadline(ANSWER_TIMEOUT_MS, undefined, (limited) => jsonAt(url, limited));
    return typeof body === 'object' && body !== null
      ? pick(body as Record<string, unknown>, fields)
      : undefined;
  } catch {
    return undefined;
  }
}

async function jsonAt(url: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(url, { signal, redirect: 'error' });
  if (!answer.ok) return undefined;
  return JSON.parse((await boundedBody(answer, MOST_ANSWER_BYTES)).toString('utf8'));
}

function pick(body: Record<string, unknown>, fields: Record<string, [SampleName, number]>): Values {
  const values: Values = {};
  for (const [field, [name, factor]] of Object.entries(fields)) {
    const value = body[field];
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < MOST_READING)
      values[name] = value * factor;
  }
  return values;
}
