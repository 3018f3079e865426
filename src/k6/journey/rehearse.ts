/** Every step once before the load, so that a mistake in the description is told as one, and not as the service's failure. */
import type { Journey, JourneyStep } from '../../contract/contract.ts';
import type { AnswerFault } from '../../shared/request/step-answer.ts';
import { faultText, newUser } from './user.ts';

/** No VU of a load has it. */
export const REHEARSING_VU = 0;
/** k6 ends setup after two minutes, as a failure of the script; a slow service is for the load to tell. */
const MAX_MS = 60_000;

/**
 * Goes through `enrol` and each task as a user of its own, without pauses, uncounted. What the service refuses or fails at
 * is left to the load, which counts it.
 * @throws when an answer with an expected status lacks what is to be captured from it: nothing after it could work
 */
export function rehearse(journey: Journey): void {
  const endMs = Date.now() + MAX_MS;
  let where = 'enrol';
  const note = (step: JourneyStep, fault: AnswerFault) => {
    const text = `journey: ${where}, ${faultText(step, fault)}`;
    if ('missing' in fault) throw new Error(`${text}; compare it with the response of the service`);
    console.warn(text);
  };
  const user = newUser(journey, REHEARSING_VU, { note, hurried: true });
  if (!user.enrol()) return;
  for (const { name, steps } of journey.tasks) {
    if (Date.now() > endMs) return;
    where = `task "${name}"`;
    user.walk(steps);
  }
}
