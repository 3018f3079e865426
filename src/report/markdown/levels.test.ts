import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOf } from '../../judge/fixtures.ts';
import type { LevelRecord, Verdict } from '../../store/records/records.ts';
import { levelTable } from './levels.ts';

function verdict(levels?: LevelRecord[]): Verdict {
  const scenario = verdictOf({ name: 'ladder', ...(levels === undefined ? {} : { levels }) });
  return {
    schema: 'burstbox/verdict/1',
    run: 'r1',
    status: 'healthy',
    profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf(), scenario] }],
    doubts: [],
  };
}

test('every level of every ladder is a row; what was not measured is a dash', () => {
  const measured = {
    offered: 745.2,
    throughput: 599.6,
    inFlight: 53.7,
    medianMs: 88,
    p95Ms: 117,
    errorRate: 0.2,
    errorKind: 'http_5xx',
    cpuShare: 0.39,
    memoryBytes: 40 * 1024 * 1024,
  } as const;
  const place = { unit: 'VUs', fromSeconds: 4, toSeconds: 8 } as const;
  const [rows] = levelTable(
    verdict([
      { level: 200, probe: true, mode: 'errors', ...measured, ...place },
      { level: 500, mode: 'unknown', ...place },
    ]),
  );
  assert.equal(
    rows,
    `| profile / scenario | level           | offered/s | achieved/s | in flight | median | p95    | errors | CPU  | memory | how               |
| ------------------ | --------------- | --------- | ---------- | --------- | ------ | ------ | ------ | ---- | ------ | ----------------- |
| t3-micro / ladder  | 200 VUs (probe) | 745       | 600        | 54        | 88 ms  | 117 ms | 20 %   | 39 % | 40 MiB | errors (http_5xx) |
| t3-micro / ladder  | 500 VUs         | –         | –          | –         | –      | –      | –      | –    | –      | unknown           |`,
  );
});

test('without a ladder there is no such table', () => {
  assert.deepEqual(levelTable(verdict()), []);
});
