import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplesOf } from '../fixtures.ts';
import { played, seconds } from '../load/failure-fixtures.ts';
import { descriptorsRunOut, descriptorsUsedUp } from './descriptors-used-up.ts';
import { judgeOtherLeak, judgeReachedLeak } from './leak.ts';

const LIMIT = 400;

/** Requests fail from a second on. */
function overOf(
  open: number[],
  sockets: number,
  { failsFrom = 5, vus = 100, limit = LIMIT, logTail = 'Error: EMFILE: too many open files\n' } = {},
) {
  const load = seconds((second) =>
    second < failsFrom ? { ok: 100, vus } : { ok: 60, failed: { http_5xx: 40 }, vus },
  );
  const samples = samplesOf({
    process_open_fds: open,
    process_max_fds: open.map(() => limit),
    process_open_sockets: open.map(() => sockets),
  });
  return played(load, { samples, logTail });
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

test('descriptors that grow straight towards their limit are a leak before it is reached; a pool that has filled is none', () => {
  const over = (open: number[]) => overOf(open, 15, { failsFrom: 99 });
  const steadily = [20, 60, 100, 140, 180, 220, 260, 300, 340, 380];
  const [found] = judgeOtherLeak(over(steadily));
  assert.equal(found?.status, 'critical');
  assert.match(
    found?.message ?? '',
    /^the number of open file descriptors grew from 20 to 3\d0 under \d+ VUs, .*, and still grew: when the service's limit of 400 is reached, requests fail$/,
  );
  assert.deepEqual(descriptorsRunOut(over([20, 180, 300, 340, 350, 355, 360, 360, 360, 360])), []);
  assert.deepEqual(descriptorsRunOut(over([20, 40, 60, 80, 100, 120, 140, 160, 180, 200])), []);
  assert.deepEqual(descriptorsRunOut(overOf(steadily, 15, { failsFrom: 5 })), []);
});

test('who says that no descriptor is left has a limit that nobody else knows', () => {
  const open = [20, 90, 180, 290, 380, 400, 400, 400];
  const [found] = judgeReachedLeak(overOf(open, 15, { limit: 1_048_576 }));
  assert.equal(found?.status, 'critical');
  assert.match(
    found?.message ?? '',
    /: the service says that none is left at 0:05, and from then on requests fail$/,
  );
  const other = overOf(open, 15, { limit: 1_048_576, logTail: 'Error: too many open files in system\n' });
  assert.deepEqual(descriptorsUsedUp(other), []);
  assert.deepEqual(descriptorsUsedUp(overOf(open, 15, { limit: 1_048_576, vus: 350 })), []);
});
