import type { Scenario } from '../src/contract/contract.ts';
import { ping } from '../src/k6/files/files.ts';
import { k6Program } from '../src/k6/program.ts';
import { ERROR_RATE, OPERATION_MARKS } from '../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'core',
  about: 'the cheapest request of the service, by 200 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 200 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 200 },
  ],
  thinkSeconds: 0.1,
  operations: 1,
  needs: ['ping'],
  limits: [OPERATION_MARKS.ping, ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, { iterate: ping });
export default run;
