import type { Scenario } from '../src/contract/contract.ts';
import { removeOwn } from '../src/k6/files/files.ts';
import { wholeLife } from '../src/k6/mixed.ts';
import { k6Program } from '../src/k6/program.ts';
import { ERROR_RATE } from '../src/shared/load/limits.ts';

const FILE_BYTES = 50 * 1024;

export const scenario: Scenario = {
  suite: 'core',
  about: 'mixed operations by 20 users over a long time, every file removed again',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 60, level: 20 },
    { phase: 'steady', move: 'hold', seconds: 840, level: 20 },
  ],
  thinkSeconds: 0.5,
  operations: 4,
  needs: ['upload', 'download', 'list', 'remove'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate: () => wholeLife(FILE_BYTES),
  cleanup: removeOwn,
});
export default run;
