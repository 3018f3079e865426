/** What is done about an operation that has no answer of the kind that was expected. */
import { sleep } from 'k6';
import { type ErrorKind, FILE_ERROR_KINDS, K6_METRIC, type UnsentKind } from '../../contract/contract.ts';
import { vuNumber } from '../execution.ts';
import { renewToken } from '../identity/identity.ts';
import { mayRenew, renewalFailed } from '../identity/renewal.ts';
import { isLoad, tagLoad } from '../load-vu.ts';
import { throughProxy } from '../parameters.ts';
import { RUN_PREFIX } from '../run-prefix.ts';
import { type Call, type Reply, send } from '../send.ts';
import { countSeldom, failed, hurtLast } from '../tallies.ts';
import { failureOf, failureWithContent } from './failure.ts';
import { isUnsent, unsentKind } from './unsent.ts';

/** Why an operation brought nothing: the service's failure, or a request that never came to it. */
export type Failure = ErrorKind | UnsentKind;

const UNAUTHORIZED = 401;
/** A VU whose request cannot leave would try again at once, and take the CPU from those whose requests can. */
const UNSENT_PAUSE_SECONDS = 0.2;

/**
 * The answer itself, or, where a token had run out, that of the request with a new one: this is none of the service's failures, as
 * long as it gives a new one and takes it.
 */
export function renewedAnswer(call: Call, answer: Reply): Reply {
  if (answer.status !== UNAUTHORIZED || call.expect.includes(UNAUTHORIZED) || !mayRenew()) return answer;
  const again = call.renewed === undefined ? withNewToken(call) : call.renewed();
  if (again === undefined) {
    renewalFailed();
    return answer;
  }
  if (isLoad()) countSeldom(K6_METRIC.tokenRenewals);
  tagLoad(call.op); // to enrol is an operation of its own
  const reply = send(again);
  if (reply.status === UNAUTHORIZED) renewalFailed();
  return reply;
}

function withNewToken(call: Call): Call | undefined {
  return renewToken() ? call : undefined;
}

/** @param before how the same VU's operation before this one failed, if it did @returns undefined for one that succeeded after all */
export function failureIn(call: Call, reply: Reply, before: Failure | undefined): Failure | undefined {
  return (
    unsentKind(reply, throughProxy) ??
    failureWithContent(failureOf(reply, call, before), () => call.verify?.(reply))
  );
}

/** What never came to the service is no operation of it: it is counted apart, and in no share of errors. */
export function countFailure({ file }: Call, failure: Failure): void {
  if (isUnsent(failure)) {
    countSeldom(K6_METRIC.unsentPrefix + failure);
    sleep(UNSENT_PAUSE_SECONDS);
    return;
  }
  failed?.add(true);
  countSeldom(K6_METRIC.errorPrefix + failure);
  if (file !== undefined) countHurtFile(file, failure);
}

/**
 * How many files are gone or damaged, beside how many requests met them: a lost file is missed by its download and its removal.
 * Counts a file once, if only this VU has it, and this failure is one of files. A VU is done with one file before it takes the
 * next, so that the last is all there is to remember.
 */
function countHurtFile(name: string, failure: ErrorKind): void {
  const kind = FILE_ERROR_KINDS.find((each) => each === failure);
  if (kind === undefined || hurtLast[kind] === name || !isOfThisVu(name)) return;
  hurtLast[kind] = name;
  countSeldom(K6_METRIC.filesPrefix + kind);
}

/** Those that are laid out before the load are everybody's. */
function isOfThisVu(name: string): boolean {
  return name.startsWith(`${RUN_PREFIX}${vuNumber()}-`);
}
