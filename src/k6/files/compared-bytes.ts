/** Which downloads are compared byte for byte: hashing all of them would cost k6 its speed. */
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { Sampler } from '../sampler.ts';
import type { Call, Reply } from '../send.ts';

const bytesChecked = new Counter(K6_METRIC.bytesChecked);
const sampler = new Sampler();

/**
 * The part of a Call that looks at what was downloaded.
 * @param fault what is wrong with bytes that are compared
 * @param otherwise what can be said of the others, of which only the headers are kept
 */
export function bytesCompared(
  fault: (bytes: ArrayBuffer, reply: Reply) => ErrorKind | undefined,
  otherwise?: (reply: Reply) => ErrorKind | undefined,
): Pick<Call, 'keep' | 'verify' | 'checked'> {
  if (sampler.isDue(Date.now(), exec.instance.vusActive))
    return { keep: 'binary', verify: (reply) => fault(bodyOf(reply), reply), checked: bytesChecked };
  return otherwise === undefined ? {} : { verify: otherwise };
}

function bodyOf({ body }: Reply): ArrayBuffer {
  return body instanceof ArrayBuffer ? body : new ArrayBuffer(0);
}
