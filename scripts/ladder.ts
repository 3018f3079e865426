import type { Leg, Scenario } from '../src/contract.ts';
import { removeOwn } from '../src/k6/files.ts';
import { ERROR_RATE } from '../src/k6/limits.ts';
import { wholeLife } from '../src/k6/mixed.ts';
import { k6Program } from '../src/k6/program.ts';

const FILE_BYTES = 16 * 1024;
const LEVELS_VUS = [100, 200, 500, 1000, 2000];
const BASE_VUS = 100;

export const scenario: Scenario = {
  suite: 'core',
  about: 'up to 2000 users level by level, then back to 100',
  shape: [
    ...LEVELS_VUS.flatMap(level),
    { phase: 'recovery', move: 'ramp', seconds: 15, level: BASE_VUS },
    { phase: 'recovery', move: 'hold', seconds: 105, level: BASE_VUS },
  ],
  // Twelve legs: at 30 s none would be long enough to tell one level from the next.
  quickSeconds: 45,
  thinkSeconds: 1,
  needs: ['upload', 'download', 'list', 'remove'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate: () => wholeLife(FILE_BYTES),
  cleanup: removeOwn,
});
export default run;

/** A minute up to the level and a minute on it: while the load still rises a level cannot be measured. */
function level(vus: number): Leg[] {
  return [
    { phase: 'level', move: 'ramp', seconds: 60, level: vus },
    { phase: 'level', move: 'hold', seconds: 60, level: vus },
  ];
}
