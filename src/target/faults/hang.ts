import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const hang: Fault<'after_requests' | 'share'> = {
  name: 'hang',
  about: 'accepts requests and never responds',
  parameters: {
    after_requests: {
      about: 'answered normally before that',
      unit: 'requests',
      default: 1000,
      min: 0,
      max: 1_000_000,
    },
    share: shareParameter('requests from then on', 1),
  },
  plant({ after_requests, share }) {
    const picked = picker(share);
    let requests = 0;
    return {
      handler: (next) => (exchange) => {
        requests += 1;
        if (requests <= after_requests || !picked()) return next(exchange);
      },
    };
  },
};
