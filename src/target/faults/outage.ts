import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';

const STATUS = 503;

export const outage: Fault<'seconds' | 'every_seconds'> = {
  name: 'outage',
  about: 'returns 503 to uploads, and to nothing else, for some seconds again and again',
  parameters: {
    seconds: { about: 'how long uploads are out', unit: 's', default: 5, min: 0.1, max: 86_400 },
    every_seconds: {
      about: 'time from one outage to the next; the first one comes after one such interval',
      unit: 's',
      default: 15,
      min: 0.1,
      max: 86_400,
    },
  },
  plant({ seconds, every_seconds }) {
    const bornMs = performance.now();
    const isOut = () =>
      ((performance.now() - bornMs) / 1000) % every_seconds >= Math.max(0, every_seconds - seconds);
    return {
      handler: (next) => (exchange) =>
        exchange.request.method === 'PUT' && isOut() ? refuse(exchange) : next(exchange),
    };
  },
};

function refuse(exchange: Exchange): void {
  answerJson(exchange, STATUS, { error: { code: 'unavailable', message: 'a planted fault' } });
  boundLeftover(exchange.request);
}
