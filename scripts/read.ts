import type { Scenario } from '../src/contract.ts';
import { download, list, ownName, removeOwn, upload } from '../src/k6/files.ts';
import { ERROR_RATE, p95 } from '../src/k6/limits.ts';
import { k6Program } from '../src/k6/program.ts';

const FILE_BYTES = 100 * 1024;
const SEEDED_FILES = 100;

export const scenario: Scenario = {
  suite: 'core',
  about: 'list and download by 300 users, from files laid out before',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, vus: 300 },
    { phase: 'steady', move: 'hold', seconds: 270, vus: 300 },
  ],
  thinkSeconds: 1,
  needs: ['upload', 'list', 'download', 'remove'],
  limits: [p95('list', 500, 2000), p95('download', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  /** A file that could not be laid out is still asked for: its absence is the service's failure, and counted. */
  prepare() {
    const names = Array.from({ length: SEEDED_FILES }, (_, index) => ownName(`seed-${index}`));
    for (const name of names) upload(name, FILE_BYTES);
    return names;
  },
  iterate(names) {
    list();
    download(names[Math.floor(Math.random() * names.length)] ?? '', FILE_BYTES);
  },
  cleanup: removeOwn,
});
export default run;
