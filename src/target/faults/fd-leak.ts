import { openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { Fault } from './fault.ts';

/** More than any kernel allows a process by default (fs.nr_open). */
const NO_LIMIT = 2 ** 20;

export const fdLeak: Fault<'per_request' | 'most'> = {
  name: 'fd-leak',
  about: 'opens files and never closes them; requests fail when descriptors run out',
  parameters: {
    per_request: { about: 'files left open by each request', unit: 'files', default: 1, min: 1, max: 1000 },
    most: {
      about: 'files after which no descriptor is left',
      unit: 'files',
      default: NO_LIMIT,
      min: 1,
      max: NO_LIMIT,
    },
  },
  plant({ per_request, most }) {
    let opened = 0;
    return {
      handler: (next) => (exchange) => {
        for (let i = 0; i < per_request; i++) {
          if (opened >= most)
            throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
          openSync(devNull, 'r');
          opened += 1;
        }
        return next(exchange);
      },
    };
  },
};
