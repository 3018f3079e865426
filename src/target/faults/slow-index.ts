import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { withKeptFiles } from './kept-files.ts';

export const slowIndex: Fault<'ms_per_file'> = {
  name: 'slow-index',
  about: 'scans all of its files for every request, and so slows down as they accumulate',
  parameters: {
    ms_per_file: { about: 'time per file', unit: 'ms', default: 0.5, min: 0.001, max: 1000 },
  },
  plant({ ms_per_file }) {
    const kept = new Set<string>();
    return {
      handler: (next) => async (exchange) => {
        await delay(kept.size * ms_per_file);
        await next(exchange);
      },
      storage: (real) => withKeptFiles(real, kept),
    };
  },
};
