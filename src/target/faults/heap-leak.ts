import type { Fault } from './fault.ts';

/** An array slot is one pointer of V8's heap; Node is built without pointer compression. */
const SLOTS_PER_KIB = 1024 / 8;

export const heapLeak: Fault<'kb_per_request'> = {
  name: 'heap-leak',
  about: 'keeps some JavaScript heap from every request forever',
  parameters: {
    kb_per_request: { about: 'heap kept from each request', unit: 'KiB', default: 32, min: 1, max: 65_536 },
  },
  plant({ kb_per_request }) {
    const kept: unknown[] = [];
    return {
      handler: (next) => (exchange) => {
        leakHeap(kept, kb_per_request);
        return next(exchange);
      },
    };
  },
};

/** A function of its own, because profiles name functions. */
function leakHeap(kept: unknown[], kib: number): void {
  kept.push(new Array(Math.round(kib * SLOTS_PER_KIB)).fill(null));
}
