import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunRecord } from '../../store/records/records.ts';
import { evidenceOf, outcomeOf, runOf } from '../fixtures.ts';
import { doubtsOf } from './doubts.ts';
import { boxUnknown } from './shortcomings.ts';

const BEGIN = 'the service was already running';

function said(parts: Partial<RunRecord['target']>): string | undefined {
  return boxUnknown(
    evidenceOf({ run: runOf({ target: { ...runOf().target, startedByUs: false, ...parts } }) }),
  );
}

test('of a service that ran already it is said what was watched, and whose limits hold', () => {
  assert.equal(boxUnknown(evidenceOf()), undefined);
  assert.equal(said({}), `${BEGIN}; the limits of its box were neither set nor measured`);
  assert.equal(
    said({ unwatched: 'no process here listens on port 1' }),
    `${BEGIN}; the limits of its box were neither set nor measured, and it cannot be seen from outside (no process here listens on port 1)`,
  );
  assert.equal(
    said({ watched: { pid: 7, command: 'shop\u001b[31m' } }),
    `${BEGIN}: process 7 (shop [31m) was watched; its box was not set by burstbox`,
  );
  assert.equal(
    said({ watched: { pid: 7, container: 'shop', limits: { cpus: 0.5, memoryBytes: 2 ** 28 } } }),
    `${BEGIN}: process 7 in container shop was watched; its own limits are 0.5 CPUs and 256 MiB, not those of a box`,
  );
});

test('metrics that refuse to tell are a doubt that takes nothing', () => {
  const probesRefused = ['/metrics', '/a', '/b', '/c', '/d'];
  const { doubts, takes } = doubtsOf(evidenceOf({ outcome: outcomeOf({ probesRefused }) }));
  const doubt = doubts.find(({ id }) => id === 'probe-refused');
  assert.equal(
    doubt?.message,
    'the service refused access to its metrics at /metrics, /a, /b and 2 more (401 or 403)',
  );
  assert.match(doubt?.action ?? '', /"headers"/);
  assert.equal(takes.has('all'), false);
});
