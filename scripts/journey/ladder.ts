import type { Scenario } from '../../src/contract/contract.ts';
import { journeyProgram } from '../../src/k6/journey/program.ts';
import { ladderShape } from '../../src/shared/load/ladder-shape.ts';
import { ERROR_RATE } from '../../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'journey',
  about: 'up to 2000 users with accounts level by level, then back to 100',
  shape: ladderShape([100, 200, 500, 1000, 2000], 100),
  // Twelve legs: at 30 s none would be long enough to tell one level from the next.
  quickSeconds: 45,
  thinkSeconds: 1,
  needs: ['journey'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = journeyProgram(scenario);
export default run;
