import type { Scenario } from '../../src/contract/contract.ts';
import { journeyProgram } from '../../src/k6/journey/program.ts';
import { allP95, errorRate } from '../../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'journey',
  about: '100 users with accounts on an ordinary day',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 60, level: 100 },
    { phase: 'steady', move: 'hold', seconds: 240, level: 100 },
  ],
  thinkSeconds: 2,
  needs: ['journey'],
  limits: [allP95(500), errorRate(0.01)],
  // At half of it an iteration takes twice as long as users mean to take: they wait as long as they think.
  throughput: { healthy: 100, critical: 50 },
};

export const { options, setup, teardown, handleSummary, run } = journeyProgram(scenario);
export default run;
