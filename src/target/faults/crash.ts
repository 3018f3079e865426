import type { Fault } from './fault.ts';

/** What Node ends with after an uncaught exception. */
const EXIT_CODE = 1;

export const crash: Fault<'after_requests'> = {
  name: 'crash',
  about: 'ends its process in the middle of a request',
  parameters: {
    after_requests: {
      about: 'answered normally before that',
      unit: 'requests',
      default: 1000,
      min: 0,
      max: 1_000_000,
    },
  },
  plant({ after_requests }) {
    let requests = 0;
    return {
      handler: (next) => (exchange) => {
        requests += 1;
        if (requests <= after_requests) return next(exchange);
        console.error(`planted fault: crash at request ${requests}`);
        process.exit(EXIT_CODE);
      },
    };
  },
};
