import { RateLimiter } from '../rate-limiter.ts';
import type { Fault } from './fault.ts';

/** All clients share one bucket. */
const EVERYBODY = 'all clients';

export const rateLimit: Fault<'per_second'> = {
  name: 'rate-limit',
  about: 'returns 429 to requests over a rate limit shared by all clients',
  parameters: {
    per_second: { about: 'requests allowed', unit: 'requests/s', default: 100, min: 1, max: 100_000 },
  },
  plant({ per_second }) {
    const limiter = new RateLimiter(per_second);
    return {
      handler: (next) => (exchange) => {
        limiter.take(EVERYBODY, performance.now());
        return next(exchange);
      },
    };
  },
};
