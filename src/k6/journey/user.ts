/** One user of a service with accounts: who it is, and what the service said of it when it was made known. */
import type { Journey, JourneyStep } from '../../contract/contract.ts';
import { chosenTask } from '../../shared/load/choice.ts';
import type { AnswerFault } from '../../shared/request/step-answer.ts';
import type { Values } from '../../shared/request/template.ts';
import { note } from '../notes.ts';
import { RUN_PREFIX } from '../run-prefix.ts';
import { tellSecret } from '../tell.ts';
import { secretCaptures } from './secret-captures.ts';
import { type Manner, walk } from './steps.ts';

export interface User {
  /** One task, chosen by weight; first the user is made known, if it is not. */
  doTask(): void;
  /** Makes the user known to the service, if it is not. @returns whether it is now */
  enrol(): boolean;
  /** Goes through steps as this user. @returns whether all went well */
  walk(steps: JourneyStep[]): boolean;
  /** Undoes `enrol`. @returns whether that went well */
  leave(): boolean;
}

/** @param vu number of the user, which no other user of the run has */
export function newUser(journey: Journey, vu: number, manner: Pick<Manner, 'note' | 'hurried'>): User {
  const { enrol: enrolment = [], headers, tasks, leave = [] } = journey;
  const who = { user: `${RUN_PREFIX}u${vu}`, vu: String(vu) };
  let turn = 0;
  let isNoted = false;
  /** What `enrol` captured; undefined until the service knows the user. */
  let known: Values | undefined;

  const secrets = secretCaptures(journey);
  const telling: Manner = {
    ...manner,
    captured: (name, value) => secrets.has(name) && tellSecret(value),
  };

  const fresh = (): Values => {
    turn++;
    return { ...who, unique: `${who.user}-${turn}` };
  };
  /** @returns what is known now */
  const enrol = (): Values | undefined => {
    if (!isNoted && enrolment.length > 0) note({ user: vu });
    isNoted = true;
    const values = fresh();
    const isKnown = walk(enrolment, values, telling);
    const { unique: _ofEnrolment, ...captured } = values;
    known = isKnown ? captured : undefined;
    return known;
  };
  const asKnown: Manner = {
    ...telling,
    ...(headers === undefined ? {} : { headers }),
    ...(enrolment.length === 0 ? {} : { renew: enrol }),
  };
  const user: User = {
    enrol: () => (known ?? enrol()) !== undefined,
    walk: (steps) => walk(steps, { ...known, ...fresh() }, asKnown),
    leave() {
      const hasLeft = user.enrol() && user.walk(leave);
      if (hasLeft) note({ gone: `u${vu}` });
      return hasLeft;
    },
    doTask() {
      const task = chosenTask(tasks, Math.random());
      if (task !== undefined && user.enrol()) user.walk(task.steps);
    },
  };
  return user;
}

/** `step "read" of task "write"`: the place of a fault in the target file, in words. */
export function faultText({ op }: JourneyStep, fault: AnswerFault): string {
  if ('missing' in fault) {
    const { missing, source } = fault;
    const place = 'json' in source ? `at json "${source.json}"` : `in the header ${source.header}`;
    return `step "${op}": the response has no short text or whole number ${place}, which "${missing}" is to be captured from`;
  }
  return `step "${op}": the response fails the assertion on json "${fault.broken.json}"`;
}
