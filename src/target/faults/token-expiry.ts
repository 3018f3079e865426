import { answerJson } from '../answer.ts';
import { boundLeftover } from '../body.ts';
import type { Exchange } from '../route.ts';
import type { Fault } from './fault.ts';

const STATUS = 401;
/** RFC 6750, section 3.1 */
const CHALLENGE = { 'www-authenticate': 'Bearer error="invalid_token"' };

export const tokenExpiry: Fault<'after_seconds'> = {
  name: 'token-expiry',
  about: 'answers 401 to everything from a moment on, as when the token of all clients has expired',
  parameters: {
    after_seconds: {
      about: 'from the first request to that moment',
      unit: 's',
      default: 12,
      min: 0.1,
      max: 86_400,
    },
  },
  plant({ after_seconds }) {
    let firstMs: number | undefined;
    const isExpired = () => {
      const nowMs = performance.now();
      firstMs ??= nowMs;
      return nowMs - firstMs >= after_seconds * 1000;
    };
    return {
      handler: (next) => (exchange) => (isExpired() ? refuse(exchange) : next(exchange)),
    };
  },
};

function refuse(exchange: Exchange): void {
  const error = { code: 'invalid_token', message: 'a planted fault: the token has expired' };
  answerJson(exchange, STATUS, { error }, CHALLENGE);
  boundLeftover(exchange.request);
}
