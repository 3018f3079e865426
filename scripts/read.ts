import type { Scenario } from '../src/contract/contract.ts';
import { k6Program } from '../src/k6/program.ts';
import { readWork } from '../src/k6/read-work.ts';
import { ERROR_RATE, OPERATION_MARKS } from '../src/shared/load/limits.ts';

export const scenario: Scenario = {
  suite: 'core',
  about: 'list and download by 300 users, from files stored beforehand',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 300 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 300 },
  ],
  thinkSeconds: 1,
  operations: 2,
  needs: ['upload', 'list', 'download', 'remove'],
  instead: 'read',
  limits: [OPERATION_MARKS.list, OPERATION_MARKS.download, ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, readWork);
export default run;
