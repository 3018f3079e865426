import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const slowCreep: Fault<'ms_per_second'> = {
  name: 'slow-creep',
  about: 'waits before every response, longer and longer the more time has passed',
  parameters: {
    ms_per_second: {
      about: 'time added for each second since the start',
      unit: 'ms/s',
      default: 20,
      min: 0.01,
      max: 1000,
    },
  },
  plant({ ms_per_second }) {
    const bornMs = performance.now();
    return {
      handler: (next) => async (exchange) => {
        await delay(((performance.now() - bornMs) / 1000) * ms_per_second);
        await next(exchange);
      },
    };
  },
};
