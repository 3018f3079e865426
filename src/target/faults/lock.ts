import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export const lock: Fault<'ms'> = {
  name: 'lock',
  about: 'holds one lock through every request and waits while it holds it; the CPU stays idle',
  parameters: { ms: { about: 'how long it is held', unit: 'ms', default: 10, min: 1, max: 60_000 } },
  plant({ ms }) {
    let last = Promise.resolve();
    return {
      handler: (next) => async (exchange) => {
        const before = last;
        let release = () => {};
        last = new Promise((resolve) => {
          release = resolve;
        });
        await before;
        // Who left the queue holds nothing up.
        if (!exchange.request.socket.destroyed) await delay(ms);
        release();
        await next(exchange);
      },
    };
  },
};
