import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING } from '../judge/fixtures.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import { MIB } from '../text/numbers.ts';
import { memoryLines, refuseTooLittleMemory } from './memory-lines.ts';
import type { Profile } from './profiles.ts';

const GIB = 1024 * MIB;
const HOUR_SECONDS = 3600;
const NO_BOX: Profile = { name: 'as-is', about: 'none', env: {} };
const MICRO: Profile = { name: 'micro', about: '', limits: { cpus: 1, memoryBytes: GIB }, env: {} };

function load(seconds: number, level: number, changes: Partial<ScenarioPlan> = {}): ScenarioPlan {
  const legs: ScenarioPlan['legs'] = [{ phase: 'steady', move: 'hold', seconds, level }];
  return { ...PING, name: 'long', model: 'closed', thinkSeconds: 0.5, operations: 1, legs, ...changes };
}

const planOf = (scenarios: ScenarioPlan[], profiles = [NO_BOX]) => ({ scenarios, profiles, skipped: [] });
/** With the dashboard, all that is said after the first line. */
const warnings = (scenarios: ScenarioPlan[], available: number) =>
  memoryLines(planOf(scenarios), available, true).slice(1);

test('what k6 will take, what it may, the box and what there is are said in one line', () => {
  const plan = planOf([load(60, 20), load(60, 200, { name: 'wide' })], [MICRO]);
  const lines = memoryLines(plan, 20 * GIB, false);
  assert.equal(lines.length, 1);
  assert.match(
    lines.join(),
    /^memory: k6 will take about \d+ MiB \(wide\) and is stopped over 3712 MiB; a box has up to 1024 MiB; 20480 MiB are available here$/,
  );
});

test('a load that will not fit is told of, one that surely cannot is refused', () => {
  const wide = load(60, 2000, { name: 'wide' });
  const large = load(60, 5, { name: 'large', bodyBytes: 100 * MIB });
  assert.match(
    memoryLines(planOf([load(60, 20), large]), 2 * GIB, false)
      .slice(1)
      .join(),
    /^large: k6 will need about \d+ MiB, but may take only 1536 MiB here: it is stopped over that/,
  );
  assert.doesNotThrow(() => refuseTooLittleMemory([wide, large], 2 * GIB));
  assert.throws(() => refuseTooLittleMemory([load(60, 20), wide], 300 * MIB), {
    code: 'machine',
    message:
      /^wide: k6 needs about \d+ MiB of memory for this load, but only 300 MiB are available here; use fewer VUs/,
  });
});

test('a box that leaves k6 too little is told of', () => {
  const lines = memoryLines(planOf([load(60, 20)], [MICRO]), 1.1 * GIB, false);
  assert.match(
    lines.slice(1).join(),
    /^memory: a service that fills its box \(micro\) leaves k6 too little here/,
  );
});

test('a load whose dashboard keeps more than the machine has is told of before it begins, an ordinary one is not', () => {
  const day = load(24 * HOUR_SECONDS, 100);
  assert.match(
    warnings([load(900, 20), day], 4 * GIB).join(),
    /^long: k6's live dashboard keeps about 150 bytes per operation until it ends, 2\.41 GiB for 17\.3 million operations at most, but k6 may use only 3 GiB here\./,
  );
  assert.deepEqual(warnings([day], 30 * GIB), []);
  assert.deepEqual(warnings([load(900, 2000), load(300, 200, { thinkSeconds: 0.1 })], 4 * GIB), []);
  assert.deepEqual(warnings([load(4 * HOUR_SECONDS, 20)], 4 * GIB), []);
});

test('where only the service says how many operations come, the assumption is said', () => {
  const [line = ''] = warnings([load(8 * HOUR_SECONDS, 20, { thinkSeconds: 0 })], 8 * GIB);
  assert.match(line, /28\.8 million operations \(at 1000\/s; fewer when the service is slower\)/);
  const open = load(8 * HOUR_SECONDS, 1000, { model: 'open', thinkSeconds: 0 });
  assert.match(warnings([open], 8 * GIB).join(), /28\.8 million operations at most/);
});
