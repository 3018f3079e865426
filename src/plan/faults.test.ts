import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS } from '../target/faults/list.ts';
import { readFaults } from '../target/faults/read.ts';
import { faultEnv, loadFaults, withFaults } from './faults.ts';
import { loadTarget } from './targets/targets.ts';

function refused(fault: string, message: string): void {
  assert.throws(() => faultEnv([fault]), { name: 'BurstboxError', code: 'usage', message });
}

test('what the service declares of its faults is what we read of them', () => {
  const declared = FAULTS.map(({ name, about, parameters }) => ({ name, about, parameters }));
  assert.deepEqual(loadFaults(), declared);
});

test('faults travel to the service as they were named', () => {
  assert.deepEqual(faultEnv([]), { FAULT: '' });
  assert.deepEqual(faultEnv(['slow', 'errors-5xx:share=0.3:burst_seconds=2']), {
    FAULT: 'slow,errors-5xx:share=0.3:burst_seconds=2',
  });
});

test('a wrong name, key or value is refused with the nearest or with the range', () => {
  refused(
    'heap-leek',
    '--fault heap-leek: there is no fault "heap-leek" (did you mean "heap-leak"?); see `node run.mjs list`',
  );
  refused(
    'crash:after_request=5',
    '--fault crash:after_request=5: crash has no "after_request" (did you mean "after_requests"?); see `node run.mjs list`',
  );
  refused(
    'corrupt:share=2',
    '--fault corrupt:share=2: share=2 is not a number from 0.001 to 1 (ratio); see `node run.mjs list`',
  );
});

test('what we accept the service accepts, and what we refuse it refuses', () => {
  const good = FAULTS.flatMap(({ name, parameters }) => [
    name,
    ...Object.entries(parameters).flatMap(([key, { min, max }]) => [
      `${name}:${key}=${min}`,
      `${name}:${key}=${max}`,
    ]),
  ]);
  const bad = [
    '',
    'slow:',
    'slow:ms',
    'slow:ms=',
    'slow:ms=-1',
    'slow:ms=1e3',
    'slow:ms=5=5',
    'slow:ms=0',
    'Slow',
  ];
  for (const fault of good) {
    assert.doesNotThrow(() => faultEnv([fault]), fault);
    assert.equal(readFaults(fault).length, 1, fault);
  }
  for (const fault of bad) {
    assert.throws(() => faultEnv([fault]), { code: 'usage' }, fault);
    assert.throws(() => readFaults(`slow,${fault}`), fault);
  }
});

test('the reference service gets the faults named and no others', () => {
  const reference = loadTarget('reference');
  assert.deepEqual(withFaults(reference, ['slow']).start?.env, { FAULT: 'slow' });
  assert.deepEqual(withFaults(reference, []).start?.env, { FAULT: '' }); // our own FAULT would be inherited
});

test('any other service, and one that runs already, has no faults to plant', () => {
  const running = loadTarget('reference', 'http://127.0.0.1:1');
  const { start: _, ...rest } = running;
  const other = { ...rest, start: { command: ['serve'], cwd: '/', env: {} } };
  for (const target of [running, other]) {
    assert.equal(withFaults(target, []), target);
    assert.throws(() => withFaults(target, ['slow']), {
      code: 'usage',
      message:
        '--fault slow: only the reference service has faults, and only when burstbox starts it; leave out --target and --base-url',
    });
  }
});
