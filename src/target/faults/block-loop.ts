import type { Fault } from './fault.ts';

export const blockLoop: Fault<'ms' | 'every_ms'> = {
  name: 'block-loop',
  about: 'blocks its event loop with a computation now and then, and serves nobody meanwhile',
  parameters: {
    ms: { about: 'how long it computes', unit: 'ms', default: 600, min: 1, max: 600_000 },
    every_ms: { about: 'time from one start to the next', unit: 'ms', default: 2000, min: 1, max: 3_600_000 },
  },
  plant({ ms, every_ms }) {
    setInterval(() => blockEventLoop(ms), every_ms);
    return {};
  },
};

/** A function of its own, because profiles name functions. */
function blockEventLoop(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
