import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fakeStore, playOn } from '../capacity/fixtures.ts';
import { runOf } from '../judge/fixtures.ts';
import { findCampaign, namedCampaign } from './find-campaign.ts';
import { createRunFolder, FILES, writeRecord } from './store.ts';

test('latest is a campaign where that began last, and not where a run did', async (t) => {
  const { folder } = await playOn(t, await fakeStore(t));
  const out = join(folder, '..');
  assert.equal(findCampaign('latest', out)?.folder, folder);
  const { path: run } = createRunFolder(out, '20990101-000000-0000');
  writeRecord(join(run, FILES.run), runOf({ startedAtMs: Date.now() + 1000 }));
  assert.equal(findCampaign('latest', out), undefined);
  assert.equal(namedCampaign('--resume', 'latest', out).folder, folder);
  assert.throws(() => namedCampaign('--resume', 'latest', run), { code: 'usage' });
});
