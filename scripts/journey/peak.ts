import type { Scenario } from '../../src/contract/contract.ts';
import { journeyProgram } from '../../src/k6/journey/program.ts';
import { allP95, errorRate } from '../../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'journey',
  about: '500 users with accounts who hardly pause',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 120, level: 500 },
    { phase: 'steady', move: 'hold', seconds: 480, level: 500 },
  ],
  // 0.5 to 1 s
  thinkSeconds: 0.75,
  thinkSpread: 1 / 3,
  needs: ['journey'],
  limits: [allP95(1000), errorRate(0.02)],
  throughput: { healthy: 500, critical: 250 },
};

export const { options, setup, teardown, handleSummary, run } = journeyProgram(scenario);
export default run;
