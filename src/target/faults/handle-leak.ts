import type { Fault } from './fault.ts';

/** Longer than any run: the timer is there, but it never costs CPU. */
const NEVER_MS = 24 * 3600 * 1000;

export const handleLeak: Fault<'per_request'> = {
  name: 'handle-leak',
  about: 'creates timers that nobody clears',
  parameters: {
    per_request: { about: 'timers created by each request', unit: 'timers', default: 1, min: 1, max: 1000 },
  },
  plant({ per_request }) {
    return {
      handler: (next) => (exchange) => {
        for (let i = 0; i < per_request; i++) setInterval(() => {}, NEVER_MS);
        return next(exchange);
      },
    };
  },
};
