import type { Scenario } from '../src/contract/contract.ts';
import { removeOwn } from '../src/k6/files/files.ts';
import { wholeLife } from '../src/k6/mixed.ts';
import { k6Program } from '../src/k6/program.ts';
import { ERROR_RATE } from '../src/shared/load/limits.ts';
import { spikeShape } from '../src/shared/load/spike-shape.ts';

const FILE_BYTES = 16 * 1024;

export const scenario: Scenario = {
  suite: 'core',
  about: '100 users, and 500 for two of every three minutes',
  shape: spikeShape(),
  thinkSeconds: 1,
  operations: 4,
  needs: ['upload', 'download', 'list', 'remove'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate: () => wholeLife(FILE_BYTES),
  cleanup: removeOwn,
});
export default run;
