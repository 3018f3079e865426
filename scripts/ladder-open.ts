import type { Scenario } from '../src/contract/contract.ts';
import { removeOwn } from '../src/k6/files/files.ts';
import { wholeLife } from '../src/k6/mixed.ts';
import { k6Program } from '../src/k6/program.ts';
import { ladderShape } from '../src/shared/load/ladder-shape.ts';
import { ERROR_RATE } from '../src/shared/load/limits.ts';

const FILE_BYTES = 16 * 1024;

export const scenario: Scenario = {
  suite: 'open',
  about: 'up to 800 files a second level by level, each with four operations, then back to 50',
  model: 'open',
  shape: ladderShape([50, 100, 200, 400, 800], 50),
  // Twelve legs: at 30 s none would be long enough to tell one level from the next.
  quickSeconds: 45,
  thinkSeconds: 0,
  operations: 4,
  needs: ['upload', 'download', 'list', 'remove'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate: () => wholeLife(FILE_BYTES),
  cleanup: removeOwn,
});
export default run;
