import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program } from '../../src/k6/program.ts';
import { load, sharesOf } from '../../src/k6/s3/load.ts';
import { type Access, Pool } from '../../src/k6/s3/pool.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';
import { dealer } from '../../src/shared/s3/deck.ts';

const USERS = 50;
const MIX: Record<Access, number> = { get: 80, list: 10, put: 10 };

export const scenario: Scenario = {
  suite: 's3',
  about:
    '100 objects of 1 MB that 50 users share: 80 % get, 10 % list, 10 % put, the first keys far more often (Zipf)',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 5, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 295, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 1,
  requestTimeoutSeconds: 30,
  bodyBytes: 1_000_000,
  needs: ['s3'],
  limits: [
    p95('get_hot', 1000, 4000),
    p95('get_cold', 1000, 4000),
    p95('put', 2000, 5000),
    p95('list', 500, 2000),
    ERROR_RATE,
  ],
};

const pool = new Pool(USERS);
const deal = dealer(sharesOf<Access>(load.mix ?? MIX));

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['get_hot', 'get_cold', 'list', 'put'],
    layOut: (prepared) => pool.layOut(prepared),
    turn: (prepared) => pool.access(prepared, deal()),
  }),
);
export default run;
