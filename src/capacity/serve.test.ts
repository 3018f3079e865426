/** A campaign on a service that is started for it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { withFaults } from '../plan/faults.ts';
import { loadProfile } from '../plan/profiles.ts';
import { loadTarget } from '../plan/targets/targets.ts';
import type { CapacityConfig } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { playOn } from './fixtures.ts';

/** Long enough for a sample of the box beside the uploads. */
const CONFIG: CapacityConfig = {
  schema: 'burstbox/capacity-config/1',
  stages: [
    { size: '4 KB', count: 20 },
    { size: '4 KB', count: 200 },
  ],
  pauseSeconds: 2,
};
const AT = { profile: loadProfile('t3-micro'), sandbox: 'process' } as const;
const NOWHERE = { baseUrl: '', files: new Map(), requests: [], routes: { ping: '/' } };

test('memory and disk of its box stand beside the uploads, and it goes with all that was stored', async (t) => {
  const target = withFaults(loadTarget('reference'), ['quota:files=41']);
  const { summary, folder } = await playOn(t, NOWHERE, CONFIG, { target, at: AT, pause: wait });
  assert.equal(summary.stop?.kind, 'quota', summary.headline);
  assert.deepEqual(summary.ceiling, { files: 41, bytes: 164_000 });
  assert.equal(summary.left.files, 0);
  assert.equal(summary.facts.box?.profile, 't3-micro');
  const last = summary.curve.at(-1);
  assert.ok((last?.memoryBytes ?? 0) > 1e6 && (last?.diskUsedBytes ?? 0) > 1e6, JSON.stringify(last));
  assert.match(readFileSync(join(folder, FILES.reportHtml), 'utf8'), /Memory of the service/);
  await assert.rejects(fetch(`${summary.target.baseUrl}/health`));
  assert.equal(existsSync(summary.facts.diskBefore?.folder ?? '/'), false);
});

test('a service that ends on the way is told with how it ended, and one that does not begin ends the campaign', async (t) => {
  const target = withFaults(loadTarget('reference'), ['crash:after_requests=30']);
  const { summary } = await playOn(t, NOWHERE, CONFIG, { target, at: AT });
  assert.equal(summary.stop?.kind, 'gone', summary.headline);
  assert.match(summary.headline, /\(the service ended with exit code \d+\)/);
  assert.equal(summary.status, 'critical');
  const broken = { ...target, start: { cwd: '/', env: {}, command: ['false'] } };
  await assert.rejects(playOn(t, NOWHERE, CONFIG, { target: broken, at: AT }), { code: 'target' });
});
