import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf } from '../judge/fixtures.ts';
import type { Finding } from '../store/records/records.ts';
import { adviceText } from './advice-text.ts';

const text = (changes: Partial<Finding>) => adviceText(findingOf(changes), 't3-micro/ping');
const ADVICE = 'compare heap.pprof with heap-start.pprof';

test('the advice comes with the command that opens its profile', () => {
  const open = { profile: 'heap.pprof', base: 'heap-start.pprof' };
  assert.equal(
    text({ advice: 'take a larger box', open: { profile: 'cpu.pprof' } }),
    'take a larger box; `go tool pprof -top t3-micro/ping/cpu.pprof` shows more',
  );
  assert.equal(
    text({ open }),
    '`go tool pprof -top -diff_base=t3-micro/ping/heap-start.pprof t3-micro/ping/heap.pprof` shows more',
  );
});

test('profiles that it names and the run does not have are told with the reason, one reason once', () => {
  const missing = (...whys: string[]) =>
    whys.map((why, at) => ({ file: ['heap.pprof', 'heap-start.pprof'][at] ?? '', why }));
  assert.equal(
    text({ advice: ADVICE, missingProfiles: missing('it was not taken', 'it was not taken') }),
    `${ADVICE} (this run has no heap.pprof and heap-start.pprof: it was not taken)`,
  );
  assert.equal(
    text({ advice: ADVICE, missingProfiles: missing('the service was gone', 'it was not taken') }),
    `${ADVICE} (this run has no heap.pprof: the service was gone; no heap-start.pprof: it was not taken)`,
  );
});

test('advice of an earlier version, which has all of it in one sentence, stays as it is', () => {
  const advice = `${ADVICE} (this run has no heap.pprof: it was not taken); \`go tool pprof -top x/y/cpu.pprof\` shows more`;
  assert.equal(text({ advice }), advice);
  assert.equal(text({}), undefined);
});
