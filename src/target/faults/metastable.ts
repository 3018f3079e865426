import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const metastable: Fault<'per_second' | 'timeout_ms' | 'tries'> = {
  name: 'metastable',
  about:
    'retries a service behind it that is late, and so keeps it late after the load that caused this has gone',
  parameters: {
    per_second: {
      about: 'queries that the service behind it answers',
      unit: 'requests/s',
      default: 600,
      min: 1,
      max: 100_000,
    },
    timeout_ms: { about: 'wait before it retries', unit: 'ms', default: 250, min: 1, max: 600_000 },
    tries: {
      about: 'queries for a request that arrives late',
      unit: 'queries',
      default: 6,
      min: 1,
      max: 100,
    },
  },
  plant({ per_second, timeout_ms, tries }) {
    const questionMs = 1000 / per_second;
    let freeMs = 0;
    return {
      handler: (next) => async (exchange) => {
        const nowMs = performance.now();
        const isLate = freeMs - nowMs > timeout_ms;
        // The questions that nobody waits for any more are worked off all the same.
        freeMs = Math.max(freeMs, nowMs) + questionMs * (isLate ? tries : 1);
        await delay(Math.max(0, freeMs - nowMs));
        await next(exchange);
      },
    };
  },
};
