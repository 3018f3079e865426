import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const slowSome: Fault<'share' | 'ms'> = {
  name: 'slow-some',
  about:
    'lets some uploads wait, as for a name server of which one in four does not respond; the CPU stays idle',
  parameters: {
    share: shareParameter('uploads', 0.25),
    ms: { about: 'how long they wait', unit: 'ms', default: 1500, min: 1, max: 60_000 },
  },
  plant({ share, ms }) {
    const waits = picker(share);
    return {
      handler: (next) => async (exchange) => {
        if (exchange.request.method === 'PUT' && waits()) await delay(ms);
        await next(exchange);
      },
    };
  },
};
