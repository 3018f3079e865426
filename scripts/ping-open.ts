import type { Scenario } from '../src/contract/contract.ts';
import { ping } from '../src/k6/files/files.ts';
import { k6Program } from '../src/k6/program.ts';
import { ERROR_RATE, responseP95 } from '../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'open',
  about: 'the cheapest request of the service, 500 times a second',
  model: 'open',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 500 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 500 },
  ],
  thinkSeconds: 0,
  operations: 1,
  needs: ['ping'],
  limits: [responseP95('ping', 50, 500), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, { iterate: ping });
export default run;
