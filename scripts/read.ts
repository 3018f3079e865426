import type { Scenario } from '../src/contract.ts';
import { download, list, ownName, removeOwn, upload } from '../src/k6/files.ts';
import { ERROR_RATE, p95 } from '../src/k6/limits.ts';
import { k6Program } from '../src/k6/program.ts';

const FILE_BYTES = 100 * 1024;
const SEEDED_FILES = 100;
/** A slow service gets fewer files, and one that takes none is not waited for a hundred times. */
const MOST_SEEDING_MS = 60_000;
const MOST_SEEDING_FAILURES = 3;

export const scenario: Scenario = {
  suite: 'core',
  about: 'list and download by 300 users, from files laid out before',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 30, level: 300 },
    { phase: 'steady', move: 'hold', seconds: 270, level: 300 },
  ],
  thinkSeconds: 1,
  needs: ['upload', 'list', 'download', 'remove'],
  limits: [p95('list', 500, 2000), p95('download', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(scenario, {
  /** A service that takes no files is asked for them all the same: that they are missing is its failure, and counted. */
  prepare() {
    const names = Array.from({ length: SEEDED_FILES }, (_, index) => ownName(`seed-${index}`));
    const laid = layOut(names);
    return laid.length > 0 ? laid : names;
  },
  iterate(names) {
    list();
    download(names[Math.floor(Math.random() * names.length)] ?? '', FILE_BYTES);
  },
  cleanup: removeOwn,
});
export default run;

function layOut(names: string[]): string[] {
  const endMs = Date.now() + MOST_SEEDING_MS;
  let failures = 0;
  return names.filter((name) => {
    if (failures >= MOST_SEEDING_FAILURES || Date.now() > endMs) return false;
    const stored = upload(name, FILE_BYTES);
    if (!stored) failures++;
    return stored;
  });
}
