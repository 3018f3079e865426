/** Doubt about a load that had fewer files to read from than it should, for no failure of the service. */
import type { Evidence } from '../evidence.ts';

export const SMALLER_POOL = {
  id: 'smaller-pool',
  action: 'use a larger box or a less busy machine; see k6.log for uploads that never left',
  seen({ summary }: Evidence): string | undefined {
    const {
      asked,
      stored,
      failed,
      unsent,
      what = 'files',
    } = summary?.laidOut ?? {
      asked: 0,
      stored: 0,
      failed: 0,
      unsent: 0,
    };
    if (stored + failed >= asked || stored === 0) return undefined;
    const why =
      unsent > 0
        ? `${unsent} of those to be stored before the load never left this machine`
        : 'storing them took too long';
    return `the load read from ${stored} of ${asked} ${what}: ${why}`;
  },
};
