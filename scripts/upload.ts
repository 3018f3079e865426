import type { Scenario } from '../src/contract/contract.ts';
import { ownName, remove, removeOwn, upload } from '../src/k6/files/files.ts';
import { k6Program, turnName } from '../src/k6/program.ts';
import { ERROR_RATE, OPERATION_MARKS } from '../src/shared/load/limits.ts';

const FILE_BYTES = 100 * 1024;

export const scenario: Scenario = {
  suite: 'core',
  about: '100 KB uploads by 100 users, each file removed again',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 100 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 100 },
  ],
  thinkSeconds: 1,
  operations: 2,
  needs: ['upload', 'remove'],
  limits: [OPERATION_MARKS.upload, ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate() {
    const file = upload(ownName(turnName()), FILE_BYTES);
    if (file !== undefined) remove(file);
  },
  cleanup: removeOwn,
});
export default run;
