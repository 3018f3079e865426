import type { Scenario } from '../../src/contract/contract.ts';
import { journeyProgram } from '../../src/k6/journey/program.ts';
import { ERROR_RATE } from '../../src/shared/load/limits.ts';
import { spikeShape } from '../../src/shared/load/spike-shape.ts';

export const scenario: Scenario = {
  suite: 'journey',
  about: '100 users with accounts, and 500 for two of every three minutes',
  shape: spikeShape(),
  thinkSeconds: 1,
  needs: ['journey'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = journeyProgram(scenario);
export default run;
