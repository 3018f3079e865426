import { meanOperations, meanPauseSeconds } from '../../shared/load/arithmetic.ts';
import type { Section, Suite } from '../suite.ts';
import { checkJourney } from './check.ts';
import { USERS } from './users.ts';

const SECTION: Section<'journey'> = {
  key: 'journey',
  check: checkJourney,
  iteration: (journey, thinkSeconds) => ({
    thinkSeconds: meanPauseSeconds(journey, thinkSeconds),
    operations: meanOperations(journey),
  }),
  leaves: USERS,
};

/** An API with accounts. */
export const JOURNEY: Suite = {
  name: 'journey',
  about: 'users with accounts; needs "journey" in the target file',
  scenarios: ['normal', 'peak', 'soak', 'spike', 'ladder'].map((name) => `journey/${name}`),
  section: SECTION,
};
