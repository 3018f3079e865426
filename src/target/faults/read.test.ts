import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { SettingError } from '../setting-error.ts';
import { spawnService } from '../test-service.ts';
import { FAULTS } from './list.ts';
import { readFaults } from './read.ts';

function read(spec: string): Record<string, unknown> {
  return Object.fromEntries(readFaults(spec).map(({ fault, values }) => [fault.name, values]));
}

test('a fault takes the values named and its defaults for the others', () => {
  assert.deepEqual(read(''), {});
  assert.deepEqual(read('slow'), { slow: { ms: 600 } });
  assert.deepEqual(read('errors-5xx:share=0.3:every_seconds=60,slow:ms=5'), {
    'errors-5xx': { share: 0.3, burst_seconds: 5, every_seconds: 60 },
    slow: { ms: 5 },
  });
});

test('what cannot be read is one sentence that says what is valid there', () => {
  const names = FAULTS.map(({ name }) => name).join(', ');
  const cases: [spec: string, message: string][] = [
    ['slwo', `FAULT: there is no fault "slwo"; valid: ${names}`],
    ['slow,', `FAULT: there is no fault ""; valid: ${names}`],
    ['slow:mss=5', 'FAULT: slow has no "mss"; valid: ms'],
    ['slow:toString=5', 'FAULT: slow has no "toString"; valid: ms'],
    ['slow:ms', 'FAULT: slow:ms= is not a number from 1 to 600000 (ms)'],
    ['slow:ms=fast', 'FAULT: slow:ms=fast is not a number from 1 to 600000 (ms)'],
    ['slow:ms=0', 'FAULT: slow:ms=0 is not a number from 1 to 600000 (ms)'],
    ['corrupt:share=1.1', 'FAULT: corrupt:share=1.1 is not a number from 0.001 to 1 (ratio)'],
  ];
  for (const [spec, message] of cases)
    assert.throws(
      () => readFaults(spec),
      (error) => error instanceof SettingError && error.message === message,
    );
});

test('the service ends with 64 and that sentence', async (t) => {
  const child = spawnService(t, { FAULT: 'slow:ms=0' });
  if (child.stderr === null) throw new Error('the service has no stderr');
  const [[code], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  assert.equal(code, 64);
  assert.equal(stderr, 'burstbox target: FAULT: slow:ms=0 is not a number from 1 to 600000 (ms)\n');
});

test('every fault has a name of its own, and defaults within their ranges', () => {
  assert.equal(new Set(FAULTS.map(({ name }) => name)).size, FAULTS.length);
  for (const { name, parameters } of FAULTS)
    for (const [key, { default: usual, min, max }] of Object.entries(parameters))
      assert.ok(usual >= min && usual <= max, `${name}:${key}`);
});
