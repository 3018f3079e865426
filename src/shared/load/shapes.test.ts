import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cascadeNeedsSeconds } from '../../judge/detectors/cascade.ts';
import { RECOVERY_PROOF_SECONDS } from '../../judge/detectors/recovery.ts';
import { PING } from '../../judge/fixtures.ts';
import { ladderShape } from './ladder-shape.ts';
import { paceShape } from './shape.ts';
import { spikeShape } from './spike-shape.ts';

test('at quick pace spike and ladder leave the time to see whether the service comes back', () => {
  for (const [shape, quickSeconds] of [
    [spikeShape(), 30],
    [ladderShape([100, 200, 500, 1000, 2000], 100), 45],
  ] as const) {
    const held = paceShape({ shape, quickSeconds }, { pace: 'quick' })
      .filter(({ phase, move }) => phase === 'recovery' && move === 'hold')
      .map(({ seconds }) => seconds);
    assert.ok(
      Math.max(...held) >= Math.max(cascadeNeedsSeconds({ scenario: PING }), RECOVERY_PROOF_SECONDS),
      String(held),
    );
  }
});
