import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program } from '../../src/k6/program.ts';
import { mixedWork } from '../../src/k6/s3/mixed-work.ts';
import { ERROR_RATE, firstByteP95, p95 } from '../../src/shared/load/limits.ts';

const USERS = 15;

export const scenario: Scenario = {
  suite: 's3',
  about: '1 KB to 100 MB from 15 users: 50 % put, 35 % get, 10 % list, 5 % delete',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 5, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 295, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 1,
  // 100 MB at 1 MB/s each is slow, and no failure.
  requestTimeoutSeconds: 100,
  bodyBytes: 10_000_000,
  needs: ['s3'],
  limits: [
    p95('put_small', 500, 2000),
    p95('get_small', 500, 2000),
    p95('put_medium', 2000, 5000),
    // Before the whole time: where the first byte is what comes late, that is what is told.
    firstByteP95('get_medium', 500, 2000),
    firstByteP95('get_large', 500, 2000),
    p95('get_medium', 2000, 5000),
    p95('list', 500, 2000),
    ERROR_RATE,
  ],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  mixedWork({
    mix: { put: 50, get: 35, list: 10, delete: 5 },
    sizes: { small: 60, medium: 30, large: 10 },
    objectsEach: 12,
    users: USERS,
  }),
);
export default run;
