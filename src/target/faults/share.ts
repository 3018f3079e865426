import { createHash } from 'node:crypto';
import type { FaultParameter } from '../../contract/contract.ts';

/** Below one in a thousand, a quick run may not meet the fault once. */
const SMALLEST = 0.001;
/** Fractional part of the golden ratio. */
const STEP = 0.618_033_988_749_895;
const UINT32_VALUES = 2 ** 32;

/** The parameter `share` of a fault that hits only some. */
export function shareParameter(of: string, usual: number): FaultParameter {
  return { about: `share of the ${of} that it hits`, unit: 'ratio', default: usual, min: SMALLEST, max: 1 };
}

/** The parameter `one_in` of a fault that hits one in so many, see `everyNth`. */
export function oneInParameter(of: string, usual: number): FaultParameter {
  return { about: `it hits one in so many ${of}`, unit: of, default: usual, min: 1, max: 1 / SMALLEST };
}

/** Whether a file is among a share of all, by its name: it stays so. */
export function isChosen(name: string, share: number): boolean {
  return createHash('sha1').update(name).digest().readUInt32BE() / UINT32_VALUES < share;
}

/** A function that is true for each `n`-th of its calls, and so known beforehand; `n` need not be whole. */
export function everyNth(n: number): () => boolean {
  let calls = 0;
  return () => {
    calls += 1;
    return Math.floor(calls / n) > Math.floor((calls - 1) / n);
  };
}

/**
 * A function that is true for `share` of its calls. Calls step round a circle by the golden ratio (a Weyl sequence), so
 * that the share is exact to a call or two, and no period of the client's can miss it. They start anywhere, so that two
 * faults do not always hit the same.
 */
export function picker(share: number): () => boolean {
  let phase = Math.random();
  return () => {
    phase = (phase + STEP) % 1;
    return phase < share;
  };
}
