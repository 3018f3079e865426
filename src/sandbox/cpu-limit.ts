/** The CPU limit that burstbox has put on a service, which stands beside the one that is read back. */
import { BurstboxError, reason } from '../errors.ts';
import type { Readings } from './readings.ts';

export interface CpuLimit {
  /** What is put on now; empty while it changes, when either may be read back. */
  read(): Readings;
  /** @throws BurstboxError('sandbox') when `write` does, and then the limit before holds */
  change(cpus: number, write: () => void | Promise<void>): Promise<void>;
}

export function cpuLimit(first: number): CpuLimit {
  let now: number | undefined = first;
  return {
    read: () => (now === undefined ? {} : { box_cpu_limit: now }),
    async change(cpus, write) {
      const before = now;
      now = undefined;
      try {
        await write();
        now = cpus;
      } catch (thrown) {
        now = before;
        throw new BurstboxError(
          'sandbox',
          `the CPU limit could not be changed to ${cpus} (${reason(thrown)})`,
          { cpus },
          thrown,
        );
      }
    },
  };
}

/** Of a service that nothing limits. @param why a sentence that says so, and what to do */
export async function noCpuLimit(why: string): Promise<never> {
  throw new BurstboxError('sandbox', `there is no CPU limit to change: ${why}`);
}
