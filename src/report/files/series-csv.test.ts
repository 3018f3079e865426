import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { storeRepeats } from '../../compare/fixtures.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { seriesCsv } from './series-csv.ts';

test('chosen series of a stored run stand in columns of their own, by box, scenario and second', async (t) => {
  const out = join(await tempFolder(t), 'results');
  mkdirSync(out);
  const folder = storeRepeats(out, [
    { p95: 47.3, median: 12.4, operations: 3000, failed: 64, memoryBytes: 123 },
  ]);

  const [head = '', ...rows] = seriesCsv(folder, ['vus', 'cgroup_memory_working_set_bytes', 'vus:value'])
    .trimEnd()
    .split('\r\n');
  assert.equal(head, 'box,scenario,second,vus,cgroup_memory_working_set_bytes,vus:value');
  const cells = rows.map((row) => row.split(','));
  assert.ok(cells.length > 3);
  assert.deepEqual(
    cells.map(([, , second]) => Number(second)),
    rows.map((_, second) => second),
  );
  assert.ok(cells.some(([, , , , held]) => held === '123'));
  assert.ok(cells.some(([, , , vus, , same]) => vus !== '' && vus === same));
  assert.match(seriesCsv(folder, []).split('\r\n')[0] ?? '', /^box,scenario,second,vus,requests_per_second,/);
  assert.throws(
    () => seriesCsv(folder, ['held_mb']),
    /the run has no series "held_mb" \(did you mean "held_mib"\?\)/,
  );
  assert.throws(() => seriesCsv(folder, ['no_such_thing:p(95)']), /METRIC:STATISTIC of k6/);
});
