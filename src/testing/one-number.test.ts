/** Memory peak, p95 and error rate of one scenario are the same number wherever they are shown. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseArguments } from '../cli/arguments/arguments.ts';
import { concludeComparison } from '../cli/commands/compare.ts';
import { conclude } from '../cli/commands/conclude.ts';
import { storeRepeats } from '../compare/fixtures.ts';
import { judge } from '../judge/judge.ts';
import { runSide } from '../judge/measures/side.ts';
import type { PageData } from '../page/data.ts';
import { writeCsv } from '../report/files/csv.ts';
import { report } from '../report/report.ts';
import { writeHistory } from '../report/run-index/run-index.ts';
import { tempFolder } from './temp-folder.ts';

const BYTES = 123_456_789;
const MEASURED = { p95: 47.3, median: 12.4, operations: 3000, failed: 64, memoryBytes: BYTES };
const [P95, ERRORS, MEMORY] = ['47 ms', '2.09 %', '118 MiB'];

test('one number has one value in every file and on the terminal', async (t) => {
  const out = join(await tempFolder(t), 'results');
  mkdirSync(out);
  const folder = storeRepeats(out, [MEASURED]);
  const later = storeRepeats(out, [MEASURED], { id: '20270115-090000-0002' });
  const verdict = judge(folder);
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');

  const figures = verdict.profiles[0]?.scenarios[0]?.figures;
  assert.deepEqual([figures?.p95Ms, figures?.memoryPeakBytes], [47.3, BYTES]);
  assert.equal(figures?.errorRate, 64 / 3064);
  const memory = verdict.profiles[0]?.scenarios[0]?.findings.find(({ detector }) => detector === 'memory');
  assert.match(memory?.message ?? '', /is 118 MiB/);

  report(folder);
  const shown = JSON.parse(/id="data">(.*?)<\/script>/s.exec(text('report.html'))?.[1] ?? '') as PageData;
  assert.deepEqual(shown.scenes[0]?.figures, figures);
  const row = text('report.md')
    .split('\n')
    .find((line) => line.startsWith('| t3-micro / ping'));
  for (const number of [P95, ERRORS, MEMORY]) assert.ok(row?.includes(`| ${number} `), row);

  writeHistory(out, assert.fail);
  const index = readFileSync(join(out, 'index.html'), 'utf8');
  for (const number of [P95, MEMORY]) assert.match(index, new RegExp(`</svg> ${number}</span></td>`));

  const terminal = stdoutOf(t, () => conclude(folder, verdict, parseArguments([]).options));
  assert.match(terminal, /ping +healthy +100 +47 ms +47 ms \/ 50 ms +2\.09 % +118 MiB/);
  const json = stdoutOf(t, () => conclude(folder, verdict, parseArguments(['--json']).options));
  assert.deepEqual(JSON.parse(json).profiles[0].scenarios[0].figures, figures);

  const compared = stdoutOf(t, () =>
    concludeComparison(runSide(folder), runSide(later), parseArguments(['--out', out]).options),
  );
  for (const number of [P95, ERRORS, MEMORY]) assert.ok(compared.includes(`${number} (1)`), compared);

  writeCsv(folder);
  const [head = '', cells = ''] = text('figures.csv').split('\r\n');
  const cell = (name: string) => Number(cells.split(',')[head.split(',').indexOf(name)]);
  assert.deepEqual(
    [cell('p95_ms'), cell('error_ratio'), cell('memory_peak_bytes'), cell('mark_ms')],
    [47.3, 64 / 3064, BYTES, 50],
  );
  const [titles = '', first = ''] = text(join('t3-micro', 'ping', 'series.csv')).split('\r\n');
  const second = Object.fromEntries(titles.split(',').map((title, at) => [title, first.split(',')[at]]));
  assert.equal(second.second, '0');
  assert.equal(Number(second.working_set_mib).toFixed(2), (BYTES / 1024 ** 2).toFixed(2));
  assert.equal(second.p95_ms, '', 'what was not measured is an empty cell');
});

function stdoutOf(t: TestContext, work: () => void): string {
  const write = t.mock.method(process.stdout, 'write', () => true);
  try {
    work();
    return write.mock.calls.map(({ arguments: [text] }) => String(text)).join('');
  } finally {
    write.mock.restore();
  }
}
