import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Fault } from './fault.ts';

const STATUS = 403;

export const accountLimit: Fault<'uploads'> = {
  name: 'account-limit',
  about: 'accepts so many uploads in all and returns 403 to every later one; everything else goes on',
  parameters: {
    uploads: { about: 'that are accepted', unit: 'uploads', default: 100, min: 1, max: 1_000_000 },
  },
  plant({ uploads }) {
    let left = uploads;
    return {
      handler: (next) => (exchange) => {
        if (exchange.request.method !== 'PUT' || left-- > 0) return next(exchange);
        const message = `the limit of ${uploads} uploads of this account is reached`;
        answerJson(exchange, STATUS, { error: { code: 'forbidden', message } });
        boundLeftover(exchange.request);
      },
    };
  },
};
