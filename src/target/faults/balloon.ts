import type { Fault } from './fault.ts';

const MEBIBYTE = 1024 * 1024;
const STEP_MS = 100;

export const balloon: Fault<'mb_per_second' | 'most_mb'> = {
  name: 'balloon',
  about: 'allocates more and more memory from its first request on, until the system kills it',
  parameters: {
    mb_per_second: { about: 'memory allocated', unit: 'MiB/s', default: 160, min: 1, max: 4096 },
    most_mb: {
      about: 'where it stops, so that it cannot exhaust a machine that sets no limit',
      unit: 'MiB',
      default: 6144,
      min: 1,
      max: 1_048_576,
    },
  },
  plant({ mb_per_second, most_mb }) {
    let inflating = false;
    return {
      handler: (next) => (exchange) => {
        if (!inflating) inflate(mb_per_second * MEBIBYTE, most_mb * MEBIBYTE);
        inflating = true;
        return next(exchange);
      },
    };
  },
};

/**
 * As much as the clock says, since timers are late on a busy machine. The memory is written to: the kernel counts a
 * page only from its first write on.
 */
function inflate(bytesPerSecond: number, mostBytes: number): void {
  const kept: Buffer[] = [];
  const beganMs = performance.now();
  let bytes = 0;
  const timer = setInterval(() => {
    const due = Math.min(((performance.now() - beganMs) / 1000) * bytesPerSecond, mostBytes);
    kept.push(Buffer.alloc(Math.floor(due - bytes), 1));
    bytes = due;
    if (due === mostBytes) clearInterval(timer);
  }, STEP_MS);
}
