import type { Fault } from './fault.ts';

const MEBIBYTE = 1024 * 1024;
/** An object of four fields: three words of its own and four pointers, on a 64-bit machine. */
const OBJECT_BYTES = 7 * 8;
/** Garbage that lives on for this many requests is copied by the collector twice, not just dropped. */
const LIVES_REQUESTS = 32;

export const gcPressure: Fault<'mb_per_request'> = {
  name: 'gc-pressure',
  about: 'creates garbage that lives just long enough to be expensive to collect',
  parameters: {
    mb_per_request: { about: 'garbage created by each request', unit: 'MiB', default: 1, min: 0.01, max: 64 },
  },
  plant({ mb_per_request }) {
    const objects = Math.ceil((mb_per_request * MEBIBYTE) / OBJECT_BYTES);
    const recent: unknown[] = [];
    return {
      handler: (next) => (exchange) => {
        recent.push(makeGarbage(objects));
        if (recent.length > LIVES_REQUESTS) recent.shift();
        return next(exchange);
      },
    };
  },
};

/** A linked list, so that the collector must follow every object. */
function makeGarbage(objects: number): unknown {
  let head: unknown = null;
  for (let i = 0; i < objects; i++) head = { next: head, a: i, b: i, c: i };
  return head;
}
