import type { Leg, Scenario } from '../src/contract.ts';
import { removeOwn } from '../src/k6/files.ts';
import { ERROR_RATE } from '../src/k6/limits.ts';
import { wholeLife } from '../src/k6/mixed.ts';
import { k6Program } from '../src/k6/program.ts';

const FILE_BYTES = 16 * 1024;
const BASE_VUS = 100;
const SPIKE_VUS = 500;

export const scenario: Scenario = {
  suite: 'core',
  about: '100 users, and 500 for two of every three minutes',
  shape: [
    { phase: 'base', move: 'ramp', seconds: 10, level: BASE_VUS },
    { phase: 'base', move: 'hold', seconds: 50, level: BASE_VUS },
    ...spike(),
    ...spike(),
    ...spike(),
  ],
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

/** Three minutes: two of them up, one of them to recover. */
function spike(): Leg[] {
  return [
    { phase: 'spike', move: 'ramp', seconds: 5, level: SPIKE_VUS },
    { phase: 'spike', move: 'hold', seconds: 115, level: SPIKE_VUS },
    { phase: 'recovery', move: 'ramp', seconds: 5, level: BASE_VUS },
    { phase: 'recovery', move: 'hold', seconds: 55, level: BASE_VUS },
  ];
}
