import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const slow: Fault<'ms'> = {
  name: 'slow',
  about: 'waits before every response, always for the same time',
  parameters: { ms: { about: 'time added', unit: 'ms', default: 600, min: 1, max: 600_000 } },
  plant({ ms }) {
    return {
      handler: (next) => async (exchange) => {
        await delay(ms);
        await next(exchange);
      },
    };
  },
};
