/** What the schema cannot say of a journey: that every placeholder is known where it stands. */
import type { Journey, JourneyStep } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { checkPlaceholders } from '../placeholders.ts';

/** Those that every step may use. */
const GIVEN = ['user', 'vu', 'unique'];

/** @throws BurstboxError config with the place of the first mistake and what is known there. */
export function checkJourney(file: string, journey: Journey): void {
  const { enrol = [], headers, tasks, leave = [], think } = journey;
  checkPause(file, '/journey/think', think);
  const enrolled = checkSteps(file, '/journey/enrol', enrol, GIVEN);
  checkTexts(file, '/journey/headers', headers, enrolled);
  for (const [index, { name, steps }] of tasks.entries()) {
    const at = `/journey/tasks/${index}`;
    if (tasks.findIndex((task) => task.name === name) < index)
      throw new BurstboxError(
        'config',
        `${file}: ${at}/name is "${name}", as another task is called; rename one`,
      );
    checkSteps(file, `${at}/steps`, steps, enrolled);
  }
  checkSteps(file, '/journey/leave', leave, enrolled);
}

/** @returns what is known after the steps. */
function checkSteps(file: string, at: string, steps: JourneyStep[], before: string[]): string[] {
  const known = [...before];
  for (const [index, step] of steps.entries()) known.push(...checkStep(file, `${at}/${index}`, step, known));
  return known;
}

/** @returns the names that the step captures. */
function checkStep(file: string, at: string, step: JourneyStep, known: string[]): string[] {
  const { path, headers, json, form, text, assert } = step;
  checkTexts(file, at, { path, headers, json, form, text }, known);
  const expected = assert?.map((each) => ('equals' in each ? { equals: each.equals } : {}));
  checkTexts(file, `${at}/assert`, expected, known);
  checkPause(file, `${at}/think`, step.think);
  const captured = Object.keys(step.capture ?? {});
  const taken = captured.find((name) => GIVEN.includes(name));
  if (taken === undefined) return captured;
  throw new BurstboxError(
    'config',
    `${file}: ${at}/capture/${taken} takes a reserved name; choose another than ${GIVEN.join(', ')}`,
  );
}

function checkTexts(file: string, at: string, value: unknown, known: string[]): void {
  checkPlaceholders(value, { file, at, known, complaint: 'which nothing before it captures' });
}

function checkPause(file: string, at: string, pause: Journey['think']): void {
  if (pause === undefined || pause.minSeconds <= pause.maxSeconds) return;
  const { minSeconds, maxSeconds } = pause;
  throw new BurstboxError(
    'config',
    `${file}: ${at} has minSeconds ${minSeconds} and maxSeconds ${maxSeconds}; expected maxSeconds to be at least minSeconds`,
  );
}
