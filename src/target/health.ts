import type { HealthAnswer } from '../contract/contract.ts';
import { answerJson } from './answer.ts';
import type { Route } from './route.ts';

/** The version of the package that this service ships in; a test holds the two together. */
export const VERSION = '0.2.0';

/** GET /health: 200 `ok`, or 503 `draining` once the service has been told to end. */
export function healthRoutes(isDraining: () => boolean): Route[] {
  return [
    {
      method: 'GET',
      path: '/health',
      kind: 'watch',
      handle: (exchange) => {
        const status: HealthAnswer['status'] = isDraining() ? 'draining' : 'ok';
        const answer: HealthAnswer = {
          status,
          version: VERSION,
          uptime_seconds: Math.round(process.uptime() * 1000) / 1000,
        };
        answerJson(exchange, status === 'ok' ? 200 : 503, answer);
      },
    },
  ];
}
