import type { Scenario } from '../../src/contract/contract.ts';
import { journeyProgram } from '../../src/k6/journey/program.ts';
import { ERROR_RATE } from '../../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'journey',
  about: '200 users with accounts for eight hours',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 600, level: 200 },
    { phase: 'steady', move: 'hold', seconds: 8 * 3600 - 600, level: 200 },
  ],
  thinkSeconds: 2,
  needs: ['journey'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = journeyProgram(scenario);
export default run;
