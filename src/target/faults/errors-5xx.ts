import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

const STATUS = 500;

export const errors5xx: Fault<'share' | 'burst_seconds' | 'every_seconds'> = {
  name: 'errors-5xx',
  about: 'returns 500 to some requests, in bursts',
  parameters: {
    share: shareParameter('requests of a burst', 0.5),
    burst_seconds: { about: 'length of a burst', unit: 's', default: 5, min: 0.1, max: 86_400 },
    every_seconds: {
      about:
        'time from one burst to the next, the first at the start; if no longer than a burst, the errors never stop',
      unit: 's',
      default: 10,
      min: 0.1,
      max: 86_400,
    },
  },
  plant({ share, burst_seconds, every_seconds }) {
    const bornMs = performance.now();
    const inBurst = () => ((performance.now() - bornMs) / 1000) % every_seconds < burst_seconds;
    const picked = picker(share);
    return {
      handler: (next) => (exchange) => (inBurst() && picked() ? fail(exchange) : next(exchange)),
    };
  },
};

function fail(exchange: Exchange): void {
  answerJson(exchange, STATUS, { error: { code: 'internal', message: 'a planted fault' } });
  boundLeftover(exchange.request);
}
