import type { Fault } from './fault.ts';

export const slowStart: Fault<'seconds'> = {
  name: 'slow-start',
  about: 'takes a while before it listens, as a store does that replays its log',
  parameters: {
    seconds: { about: 'time before it listens', unit: 's', default: 20, min: 0.1, max: 3600 },
  },
  plant({ seconds }) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, seconds * 1000);
    return {};
  },
};
