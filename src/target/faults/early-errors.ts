import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';
import { everyNth } from './share.ts';

const STATUS = 503;
/** The first upload passes, so that who tries with one file sees nothing. */
const ONE_IN = 3;

export const earlyErrors: Fault<'uploads'> = {
  name: 'early-errors',
  about:
    'returns 503 to every third upload until some have failed, as a service does that is still warming up',
  parameters: {
    uploads: { about: 'how many fail', unit: 'uploads', default: 10, min: 1, max: 100_000 },
  },
  plant({ uploads }) {
    const picked = everyNth(ONE_IN);
    let failed = 0;
    return {
      handler: (next) => (exchange) => {
        if (exchange.request.method !== 'PUT' || failed >= uploads || !picked()) return next(exchange);
        failed += 1;
        refuse(exchange);
      },
    };
  },
};

function refuse(exchange: Exchange): void {
  answerJson(exchange, STATUS, { error: { code: 'unavailable', message: 'a planted fault' } });
  boundLeftover(exchange.request);
}
