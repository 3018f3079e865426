import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program } from '../../src/k6/program.ts';
import { mixedWork } from '../../src/k6/s3/mixed-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 20;

export const scenario: Scenario = {
  suite: 's3',
  about: '1 to 100 KB from 20 users: 70 % put, 20 % get, 10 % delete',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 296, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 1,
  needs: ['s3'],
  limits: [p95('put', 500, 2000), p95('get', 500, 2000), p95('delete', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  mixedWork({ mix: { put: 70, get: 20, delete: 10 }, sizes: { small: 1 }, objectsEach: 64, users: USERS }),
);
export default run;
