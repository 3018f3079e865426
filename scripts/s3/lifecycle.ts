import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program } from '../../src/k6/program.ts';
import { readRule, takeRules } from '../../src/k6/s3/rules.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 5;

export const scenario: Scenario = {
  suite: 's3',
  about: 'rules by which objects expire: set for a bucket of the run, and read back by 5 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 2, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 58, level: USERS },
  ],
  thinkSeconds: 0.1,
  operations: 1,
  needs: ['s3'],
  limits: [p95('get_lifecycle', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({ operations: ['get_lifecycle'], layOut: takeRules, turn: readRule }),
);
export default run;
