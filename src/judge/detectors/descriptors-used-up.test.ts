import assert from 'node:assert/strict';
import { test } from 'node:test';
import { played, seconds } from '../failure-fixtures.ts';
import { samplesOf } from '../fixtures.ts';
import { descriptorsUsedUp } from './descriptors-used-up.ts';
import { judgeReachedLeak } from './leak.ts';

const LIMIT = 400;

/** Requests fail from a second on. */
function overOf(open: number[], sockets: number, { failsFrom = 5, vus = 100 } = {}) {
  const load = seconds((second) =>
    second < failsFrom ? { ok: 100, vus } : { ok: 60, failed: { http_5xx: 40 }, vus },
  );
  const samples = samplesOf({
    process_open_fds: open,
    process_max_fds: open.map(() => LIMIT),
    process_open_sockets: open.map(() => sockets),
  });
  return played(load, { samples, logTail: 'Error: EMFILE: too many open files\n' });
}

test('descriptors that are used up when errors begin are a leak, however short the time', () => {
  const evidence = overOf([20, 90, 180, 290, 380, 400, 400, 400], 15);
  const [found] = judgeReachedLeak(evidence);
  assert.equal(found?.status, 'critical');
  assert.match(
    found?.message ?? '',
    /^the number of open file descriptors grew from 20 to 400 under \d+ VUs, 15 of them connections \(sockets\): the service's limit of 400 is reached at 0:05, and from then on requests fail$/,
  );
  assert.match(found?.cause ?? '', /EMFILE/);
});

test('what is open for the users of the load is no leak, nor is what fails with descriptors left', () => {
  assert.deepEqual(descriptorsUsedUp(overOf([200, 260, 330, 400, 400, 400, 400], 390, { vus: 350 })), []);
  assert.deepEqual(descriptorsUsedUp(overOf([20, 40, 60, 80, 90, 95, 96, 97], 15)), []);
  assert.deepEqual(
    descriptorsUsedUp(overOf([20, 90, 180, 290, 380, 400, 400, 400], 15, { failsFrom: 99 })),
    [],
  );
});
