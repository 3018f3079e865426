/** Synthetic loads of a service that stops answering now and then: 200 VUs ask it as fast as a healthy one lets them. */
import type { Sample } from '../../contract/contract.ts';
import type { Evidence } from '../evidence.ts';
import { START_MS } from '../fixtures.ts';
import { soak } from '../load/steady-fixtures.ts';

const STALL_VUS = 200;
const REQUESTS = 1400;
/** What k6 says of a second in which all goes well, ms. */
export const CALM = { min: 0.2, avg: 1.2, med: 1, 'p(90)': 2, 'p(95)': 3, 'p(99)': 5, max: 8 };

/** A second in which all VUs were kept waiting once, for so many ms at the longest. */
export function stalledFor(ms: number): Record<string, number> {
  return { ...CALM, 'p(90)': 0.9 * ms, 'p(95)': 0.95 * ms, 'p(99)': 0.99 * ms, max: ms };
}

export interface Stalling {
  seconds?: number;
  /** k6's statistics of a second of the load. */
  latency: (second: number) => Record<string, number>;
  /** The readings by the second of the load. */
  values?: (second: number) => Sample['values'];
}

export function stalling(
  { seconds = 30, latency, values }: Stalling,
  changes: Partial<Evidence> = {},
): Evidence {
  const evidence = soak({ seconds, ...(values === undefined ? {} : { values }) });
  const timeline = Array.from({ length: seconds + 2 }, (_, second) => ({
    t: START_MS + (second + 1) * 1000,
    values: {
      vus: { value: STALL_VUS },
      http_reqs: { count: REQUESTS },
      iterations: { count: REQUESTS },
      op_duration: latency(second),
    },
  }));
  return { ...evidence, timeline, ...changes };
}
