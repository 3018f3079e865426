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
        scenarios: [verdictOf(), verdictOf({ name: 'upload', status: 'critical', findings: [slow] })],
      },
      { name: 't3-small', status: 'healthy', scenarios: [verdictOf()] },
    ],
  });
  assert.equal(
    concluded(t, [], of).out,
    `t3-micro: critical
  ping       healthy
  upload     critical it is slow (the CPU)
t3-small: healthy
  ping       healthy

verdict: critical
report:  ${join('results', 'r1', 'report.html')}
`,
  );
});

test('with --json the whole verdict is the whole stdout', (t) => {
  const of = verdict('healthy', {
    profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
  });
  assert.deepEqual(JSON.parse(concluded(t, ['--json'], of).out), of);
});
