import type { Scenario } from '../../src/contract/contract.ts';
import { list, ownName, removeOwn, upload } from '../../src/k6/files/files.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import { ERROR_RATE, OPERATION_MARKS } from '../../src/shared/load/limits.ts';

const FILE_BYTES = 10 * 1024;

export const scenario: Scenario = {
  suite: 'growth',
  about: 'files that stay until the load is over, by 10 users who list them after each upload',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 10, level: 10 },
    { phase: 'steady', move: 'hold', seconds: 290, level: 10 },
  ],
  thinkSeconds: 0.5,
  operations: 2,
  keepsFiles: true,
  needs: ['upload', 'list', 'remove'],
  limits: [OPERATION_MARKS.upload, OPERATION_MARKS.list, ERROR_RATE],
  // All that piles up is removed afterwards, one by one, in two minutes.
  bounds: { vus: [1, 50], seconds: [5, 600] },
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate() {
    upload(ownName(turnName()), FILE_BYTES);
    list();
  },
  cleanup: removeOwn,
});
export default run;
