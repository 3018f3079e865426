import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PING } from '../../judge/fixtures.ts';
import type { ScenarioPlan } from '../../store/records/records.ts';
import { reachableRate, unreachableMark } from './reachable.ts';

const PLAN: ScenarioPlan = { ...PING, thinkSeconds: 2, operations: 2.5 };

test('a closed load brings at most what its users do between their pauses', () => {
  assert.equal(reachableRate(PLAN), (200 * 2.5) / 2);
});

test('nothing is known of what an open load, one without pauses or one without a steady part can bring', () => {
  assert.equal(reachableRate({ ...PLAN, model: 'open' }), undefined);
  assert.equal(reachableRate({ ...PLAN, thinkSeconds: 0 }), undefined);
  assert.equal(reachableRate(PING), undefined, 'iterations of unknown length');
  const legs = PLAN.legs.map((leg) => ({ ...leg, phase: 'level' as const }));
  assert.equal(reachableRate({ ...PLAN, legs }), undefined);
});

test('a mark that the load cannot reach is told with the arithmetic, before anything is started', () => {
  const marked = (healthy: number) => ({ ...PLAN, throughput: { healthy, critical: healthy / 2 } });
  assert.equal(unreachableMark(PLAN), undefined);
  assert.equal(unreachableMark(marked(238)), undefined);
  assert.equal(
    unreachableMark(marked(240)),
    '200 users that pause 2 s after 2.5 operations reach at most 250 operations/s, even with an instant service; over 240 are required, with some margin for chance',
  );
});
