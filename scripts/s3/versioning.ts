import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { keepVersions, lifeOfVersions } from '../../src/k6/s3/versions.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 10;

export const scenario: Scenario = {
  suite: 's3',
  about: 'put over put, get by version, delete marker and list of versions by 10 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0,
  needs: ['s3'],
  limits: [p95('put', 500, 2000), p95('get_version', 500, 2000), p95('list_versions', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['put', 'get', 'get_version', 'delete', 'get_removed', 'list_versions', 'delete_version'],
    layOut: keepVersions,
    turn: (prepared) => lifeOfVersions(prepared, turnName()),
  }),
);
export default run;
