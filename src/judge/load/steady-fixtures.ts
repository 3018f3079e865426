/** Synthetic soaks: what a service shows under a load that stays the same, by chance but the same for the same seed. */
import type { Sample } from '../../contract/contract.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Evidence } from '../evidence.ts';
import { evidenceOf, PING, START_MS, summaryOf } from '../fixtures.ts';
import { autoregressive, normals, uniforms } from '../statistics/fixtures/fixtures.ts';

export const VUS = 20;
export const REQUESTS_PER_SECOND = 100;
const WARMUP_SECONDS = 2;
/** A long soak has a reading every few seconds only: judging does not need more, and 200 of them must be quick. */
const MAX_READINGS = 1000;

export interface Soak {
  /** Length of the steady phase. */
  seconds: number;
  /** The readings of the service by the second of the load. */
  values?: (second: number) => Sample['values'];
  /** Median duration of an operation, ms; p(95) is four times that. */
  latencyMs?: (second: number) => number;
}

export function soak({ seconds, values, latencyMs }: Soak, changes: Partial<Evidence> = {}): Evidence {
  const legs = [
    { phase: 'warmup', move: 'ramp', seconds: WARMUP_SECONDS, level: VUS } as const,
    { phase: 'steady', move: 'hold', seconds, level: VUS } as const,
  ];
  const step = Math.max(1, seconds / MAX_READINGS);
  const times = Array.from({ length: Math.floor((WARMUP_SECONDS + seconds) / step) }, (_, at) => at * step);
  return evidenceOf({
    scenario: { ...PING, name: 'soak', legs },
    summary: summaryOf(),
    samples: times.map((second) => ({ t: START_MS + second * 1000, values: values?.(second) ?? {} })),
    timeline: times.map((second) => snapshot(second, step, latencyMs?.(second) ?? 5)),
    ...changes,
  });
}

/** A Node service in good health: saw-tooth of the collector, heap and code that settle, noise that hangs together. */
export function healthyService(seed: number, seconds: number): (second: number) => Record<string, number> {
  const uniform = uniforms(seed);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const [toothMib, toothSeconds] = [between(2, 16), between(2, 20)];
  const [heapSettlesMib, rssSettlesMib, settlesSeconds] = [between(0, 20), between(0, 50), between(3, 60)];
  const noise = autoregressive(MAX_READINGS + WARMUP_SECONDS + 1, 0.9, normals(seed));
  const step = Math.max(1, seconds / MAX_READINGS);
  return (second) => {
    const noisy = noise[Math.floor(second / step)] ?? 0;
    const settled = 1 - Math.exp(-second / settlesSeconds);
    return {
      runtime_heap_mb:
        30 + heapSettlesMib * settled + (toothMib * (second % toothSeconds)) / toothSeconds + noisy,
      runtime_sys_mb: 80 + rssSettlesMib * settled + 3 * noisy,
      runtime_handles: Math.round(25 + 3 * noisy + 4 * uniform()),
      process_open_fds: Math.round(43 + 2 * noisy + 4 * uniform()),
    };
  };
}

function snapshot(second: number, periodSeconds: number, med: number): Snapshot {
  return {
    t: START_MS + (second + periodSeconds) * 1000,
    values: {
      vus: { value: VUS },
      http_reqs: { count: REQUESTS_PER_SECOND * periodSeconds },
      op_duration: { med, 'p(95)': 4 * med },
    },
  };
}
