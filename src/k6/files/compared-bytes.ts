/** Which downloads are compared byte for byte: hashing all of them would cost k6 its speed. */
import { Counter } from 'k6/metrics';
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import type { Call, Reply } from '../operation.ts';

/** A VU compares its first answer in full and then one of this many. */
export const COMPARE_EVERY = 20;

const bytesChecked = new Counter(K6_METRIC.bytesChecked);
let downloads = 0;

/**
 * The part of a Call that looks at what was downloaded.
 * @param fault what is wrong with bytes that are compared
 * @param otherwise what can be said of the others, of which only the headers are kept
 */
export function bytesCompared(
  fault: (bytes: ArrayBuffer, reply: Reply) => ErrorKind | undefined,
  otherwise?: (reply: Reply) => ErrorKind | undefined,
): Pick<Call, 'keep' | 'verify' | 'checked'> {
  if (downloads++ % COMPARE_EVERY === 0)
    return { keep: 'binary', verify: (reply) => fault(bodyOf(reply), reply), checked: bytesChecked };
  return otherwise === undefined ? {} : { verify: otherwise };
}

function bodyOf({ body }: Reply): ArrayBuffer {
  return body instanceof ArrayBuffer ? body : new ArrayBuffer(0);
}
