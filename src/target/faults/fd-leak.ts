import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Fault } from './fault.ts';

export const fdLeak: Fault<'per_request'> = {
  name: 'fd-leak',
  about: 'opens files and never closes them; requests fail when descriptors run out',
  parameters: {
    per_request: { about: 'files left open by each request', unit: 'files', default: 1, min: 1, max: 1000 },
  },
  plant({ per_request }) {
    return {
      handler: (next) => (exchange) => {
        for (let i = 0; i < per_request; i++) openSync(devNull, 'r');
        return next(exchange);
      },
    };
  },
};
