import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

const STATUS = 200;

export const errorIn200: Fault<'share'> = {
  name: 'error-in-200',
  about: 'returns an error in JSON with a status of success to some requests',
  parameters: { share: shareParameter('requests', 0.3) },
  plant({ share }) {
    const picked = picker(share);
    return { handler: (next) => (exchange) => (picked() ? pretend(exchange) : next(exchange)) };
  },
};

function pretend(exchange: Exchange): void {
  answerJson(exchange, STATUS, { error: { code: 'internal', message: 'a planted fault' } });
  boundLeftover(exchange.request);
}
