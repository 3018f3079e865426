import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const warmUp: Fault<'ms' | 'seconds' | 'after_requests'> = {
  name: 'warm-up',
  about: 'responds slowly for its first seconds under load, and normally ever after',
  parameters: {
    ms: { about: 'time added', unit: 'ms', default: 3000, min: 1, max: 600_000 },
    seconds: { about: 'how long warm-up takes', unit: 's', default: 10, min: 0.1, max: 86_400 },
    after_requests: {
      about: 'answered normally before that, by code that needs no warm-up',
      unit: 'requests',
      default: 100,
      min: 0,
      max: 1_000_000,
    },
  },
  plant({ ms, seconds, after_requests }) {
    let requests = 0;
    let warmMs = Number.POSITIVE_INFINITY;
    return {
      handler: (next) => async (exchange) => {
        requests += 1;
        if (requests === Math.floor(after_requests) + 1) warmMs = performance.now() + seconds * 1000;
        if (requests > after_requests && performance.now() < warmMs) await delay(ms);
        await next(exchange);
      },
    };
  },
};
