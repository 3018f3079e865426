/** Which downloads are compared byte for byte: hashing all of them would cost k6 its speed. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { activeVus } from '../execution.ts';
import { counterOf } from '../metrics.ts';
import { Sampler } from '../sampler.ts';
import type { Call, Reply } from '../send.ts';

const bytesChecked = counterOf(K6_METRIC.bytesChecked);
/** So many bytes a second are hashed by all VUs together: a hundredth of a CPU, or two. Of a light load it is nearly all. */
const BYTES_PER_SECOND = 2 * 1024 * 1024;
const sampler = new Sampler();

/**
 * Has a sample of an operation's downloads compared, whatever it asks for.
 * @param fault what is wrong with bytes that are compared
 * @param otherwise what can be said of the others, of which only the headers are kept
 * @returns to be called before each, with how many bytes it is about: chooses whether it is compared
 */
export function bytesCompared(
  call: Call,
  fault: (bytes: ArrayBuffer, reply: Reply) => ErrorKind | undefined,
  otherwise?: (reply: Reply) => ErrorKind | undefined,
): (bytes: number, mayCompare?: boolean) => Call {
  let isCompared = false;
  call.verify = (reply) => (isCompared ? fault(bodyOf(reply), reply) : otherwise?.(reply));
  return (bytes, mayCompare = true) => {
    const nowMs = Date.now();
    isCompared = mayCompare && sampler.isDue(nowMs, activeVus(nowMs));
    if (isCompared) sampler.limit(bytes, BYTES_PER_SECOND);
    call.keep = isCompared ? 'binary' : undefined;
    call.checked = isCompared ? bytesChecked : undefined;
    return call;
  };
}

function bodyOf({ body }: Reply): ArrayBuffer {
  return body instanceof ArrayBuffer ? body : new ArrayBuffer(0);
}
