import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import { cutUpload, givenUpUpload, insistentPut, slowRead, wrongChecksum } from '../../src/k6/s3/mishaps.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 10;

export const scenario: Scenario = {
  suite: 's3',
  about:
    'uploads that are cut off, given up, come with a wrong checksum, or are repeated when the server says SlowDown, and objects read bit by bit, by 10 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0.05,
  needs: ['s3'],
  limits: [p95('put', 2000, 5000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: [
      ...['put', 'put_wrong_checksum', 'get', 'get_range', 'head', 'delete'],
      ...['create_multipart', 'upload_part', 'abort_multipart', 'list_uploads'],
    ],
    turn(prepared) {
      const name = turnName();
      wrongChecksum(prepared, `${name}-sum`);
      givenUpUpload(prepared, `${name}-parts`);
      cutUpload(prepared, `${name}-cut`);
      insistentPut(prepared, name);
      slowRead(prepared, `${name}-slow`);
    },
  }),
);
export default run;
