/** The program of the journey scenarios: users that go through what the target file describes. */
import type { Journey, JourneyStep, Scenario } from '../../contract/contract.ts';
import { operationsOf } from '../../shared/load/arithmetic.ts';
import type { AnswerFault } from '../../shared/request/step-answer.ts';
import { vuNumber } from '../execution.ts';
import { section } from '../parameters.ts';
import { k6Program } from '../program.ts';
import { leaveAll } from './leave.ts';
import { REFERENCE_JOURNEY } from './reference.ts';
import { rehearse } from './rehearse.ts';
import { faultText, newUser, type User } from './user.ts';

const journey = section('journey') ?? REFERENCE_JOURNEY;

/** The exports of a bundle, as those of k6Program. */
export function journeyProgram(scenario: Scenario) {
  const { think, enrol } = journey;
  return k6Program(scenario, {
    operations: operationsOf(journey),
    renews: enrol !== undefined,
    ...(think === undefined ? {} : { think }),
    prepare: () => rehearse(journey),
    iterate: () => thisUser(journey).doTask(),
    cleanup: (_, vus) => leaveAll(journey, vus),
  });
}

let user: User | undefined;

function thisUser(journey: Journey): User {
  user ??= newUser(journey, vuNumber(), { note: noteFirst });
  return user;
}

let isNoted = false;

/** The first of each VU: thousands of equal lines tell no more. What the answer held may be secret, so it is not shown. */
function noteFirst(step: JourneyStep, fault: AnswerFault): void {
  if (!isNoted) console.warn(faultText(step, fault));
  isNoted = true;
}
