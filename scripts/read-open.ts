import type { Scenario } from '../src/contract/contract.ts';
import { k6Program } from '../src/k6/program.ts';
import { readWork } from '../src/k6/read-work.ts';
import { ERROR_RATE, responseP95 } from '../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'open',
  about: 'list and download 150 times a second, from files stored beforehand',
  model: 'open',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 150 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 150 },
  ],
  thinkSeconds: 0,
  operations: 2,
  needs: ['upload', 'list', 'download', 'remove'],
  instead: 'read',
  limits: [responseP95('list', 500, 2000), responseP95('download', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, readWork);
export default run;
