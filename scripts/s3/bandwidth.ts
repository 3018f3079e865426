import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program } from '../../src/k6/program.ts';
import { mixedWork } from '../../src/k6/s3/mixed-work.ts';
import { ERROR_RATE } from '../../src/shared/load/limits.ts';

const USERS = 8;

export const scenario: Scenario = {
  suite: 's3',
  about: '10 MB up and down by 8 users: as many MB/s as the box and k6 give',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 1,
  requestTimeoutSeconds: 60,
  bodyBytes: 10_000_000,
  needs: ['s3'],
  limits: [ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  mixedWork({ mix: { put: 50, get: 50 }, sizes: { whole: 1 }, objectsEach: 8, users: USERS }),
);
export default run;
