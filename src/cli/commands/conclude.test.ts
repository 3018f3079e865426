import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Status } from '../../contract/contract.ts';
import { findingOf, verdictOf } from '../../judge/fixtures.ts';
import type { Verdict } from '../../store/records/records.ts';
import { parseArguments } from '../arguments/arguments.ts';
import { conclude } from './conclude.ts';

function verdict(status: Status, changes: Partial<Verdict> = {}): Verdict {
  return { schema: 'burstbox/verdict/1', run: 'r1', status, profiles: [], doubts: [], ...changes };
}

const FIGURES = { throughput: 2310, p95Ms: 51, errorRate: 0, memoryPeakBytes: 123_456_789 };
const JUDGED = findingOf({ unit: 'ms', value: 55, limit: 2000 });

/** Exit code and stdout. */
function concluded(t: TestContext, argv: string[], of: Verdict): { code: number; out: string } {
  const write = t.mock.method(process.stdout, 'write', () => true);
  try {
    const code = conclude(join('results', 'r1'), of, parseArguments(argv).options);
    return { code, out: write.mock.calls.map(({ arguments: [text] }) => String(text)).join('') };
  } finally {
    write.mock.restore();
  }
}

test('the exit code tells what the verdict is', (t) => {
  const codes = (argv: string[]) =>
    (['healthy', 'warning', 'unknown', 'critical'] as const).map(
      (status) => concluded(t, argv, verdict(status)).code,
    );
  assert.deepEqual(codes([]), [0, 0, 2, 1]);
  assert.deepEqual(codes(['--fail-on', 'warning']), [0, 1, 2, 1]);
  assert.deepEqual(codes(['--json']), [0, 0, 2, 1]);
});

test('the result names every box and scenario, what is wrong there, and the report', (t) => {
  const slow = findingOf({ status: 'critical', message: 'it is slow', cause: 'the CPU' });
  const of = verdict('critical', {
    profiles: [
      {
        name: 't3-micro',
        status: 'critical',
        scenarios: [
          verdictOf({ figures: FIGURES, findings: [JUDGED] }),
          verdictOf({ name: 'upload', status: 'critical', findings: [slow] }),
        ],
      },
      { name: 't3-small', status: 'healthy', scenarios: [verdictOf()] },
    ],
  });
  assert.equal(
    concluded(t, [], of).out,
    `t3-micro: critical
  upload  critical  it is slow (the CPU)

t3-micro    verdict   ops/s    p95   judged / mark  errors   memory
ping        healthy   2,310  51 ms  55 ms / 2.00 s     0 %  118 MiB
upload      critical      –      –               –       –        –

t3-small    verdict   ops/s    p95   judged / mark  errors   memory
ping        healthy       –      –               –       –        –

verdict: critical
report:  ${join('results', 'r1', 'report.html')}
`,
  );
});

test('a catalog tells what it did, and no line of the table is wider than a terminal', (t) => {
  const name = 'catalog/a-scenario-with-a-name-that-nobody-would-give-it-on-a-good-day';
  const figures = { throughput: 1234, p95Ms: 1234, errorRate: 0.012, memoryPeakBytes: 2 ** 40 };
  const scenario = verdictOf({ name, figures: { ...figures, writes: 12.34, conflicts: 0.5, reads: 310 } });
  const { out } = concluded(
    t,
    [],
    verdict('healthy', { profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [scenario] }] }),
  );
  assert.match(out, /writes\/s +conflicts\/s +reads\/s\ncatalog\/.* +12 +0\.5 +310\n/);
  assert.ok(
    out.split('\n').every((line) => line.length <= 80),
    out,
  );
});

test('colours are for terminals alone', (t) => {
  const of = verdict('critical', {
    profiles: [{ name: 't3-micro', status: 'critical', scenarios: [verdictOf({ status: 'critical' })] }],
  });
  assert.ok(!concluded(t, [], of).out.includes('\x1b'));
  const { isTTY } = process.stdout;
  const { NO_COLOR } = process.env;
  process.stdout.isTTY = true;
  delete process.env.NO_COLOR;
  try {
    const painted = concluded(t, [], of).out;
    assert.ok(painted.includes('\x1b[31mcritical\x1b[0m'));
    process.env.NO_COLOR = '1';
    assert.ok(!concluded(t, [], of).out.includes('\x1b'));
  } finally {
    process.stdout.isTTY = isTTY;
    delete process.env.NO_COLOR;
    if (NO_COLOR !== undefined) process.env.NO_COLOR = NO_COLOR;
  }
});

test('with --json the whole verdict is the whole stdout', (t) => {
  const of = verdict('healthy', {
    profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
  });
  assert.deepEqual(JSON.parse(concluded(t, ['--json'], of).out), of);
});
