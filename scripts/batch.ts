import type { Scenario } from '../src/contract/contract.ts';
import { batchDownload, batchUpload, ownName, remove, removeOwn } from '../src/k6/files/files.ts';
import { k6Program, turnName } from '../src/k6/program.ts';
import { ERROR_RATE, OPERATION_MARKS } from '../src/shared/load/limits.ts';

const FILE_BYTES = 50 * 1024;
const FILES_A_BATCH = 5;

export const scenario: Scenario = {
  suite: 'core',
  about: 'five 50 KB files uploaded in one request and downloaded in one, by 50 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 50 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 50 },
  ],
  thinkSeconds: 1,
  operations: 2 + FILES_A_BATCH,
  needs: ['batch', 'remove'],
  limits: [OPERATION_MARKS.batch_upload, OPERATION_MARKS.batch_download, ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  iterate() {
    const turn = turnName();
    const names = Array.from({ length: FILES_A_BATCH }, (_, index) => ownName(`${turn}-${index}`));
    const files = batchUpload(names, FILE_BYTES);
    if (files === undefined) return;
    batchDownload(files, FILE_BYTES);
    for (const file of files) remove(file);
  },
  cleanup: removeOwn,
});
export default run;
