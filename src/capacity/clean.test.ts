/** What a campaign removes, and what it leaves alone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { CampaignRecord } from '../store/records/records.ts';
import { FILES } from '../store/store.ts';
import { cleanStored } from './clean-stored.ts';
import { type FakeStore, fakeStore, playOn } from './fixtures.ts';

test('files of others stay, whatever they look like', async (t) => {
  const store = await fakeStore(t, { ids: true, quotaFiles: 40 });
  const { folder, summary } = await playOn(t, store);
  const [own] = [...store.files.values()];
  assert.ok(own !== undefined);
  // The name and the bytes of one of ours, and its name alone.
  store.files.set('copy', own);
  store.files.set('namesake', { name: own.name, bytes: Buffer.from('of somebody else') });
  // An id that was given again, to a file of another.
  const [taken] = [...store.files].filter(([, { name }]) => name !== own.name).map(([id]) => id);
  store.files.set(taken ?? '', { name: 'theirs', bytes: Buffer.alloc(3000) });
  const { tally, again } = await cleaned(t, store, folder);
  assert.equal(tally.removed, summary.stored.files - 1);
  assert.deepEqual([...tally.stays.values()], [1]);
  assert.deepEqual([...store.files.keys()].sort(), ['copy', 'namesake', taken].sort());
  assert.equal(again.removed, 0);
});

test('a file that somebody puts where the next of ours would come by their numbers is not written over', async (t) => {
  const theirs = Buffer.from('of somebody else');
  const store = await fakeStore(t, {
    odd({ url = '' }, _, __, { files }) {
      const [, begin = '', n = ''] = /(bb-[0-9a-f]+-)(\d+)/.exec(url) ?? [];
      const next = `${begin}${Number(n) + 1}.bin`;
      files.set(next, { name: next, bytes: theirs });
      return false;
    },
  });
  const { folder, summary } = await playOn(t, store);
  assert.equal(summary.status, 'healthy', summary.headline);
  const { tally } = await cleaned(t, store, folder);
  assert.equal(tally.removed, 30);
  assert.equal(store.files.size, 30);
  assert.ok([...store.files.values()].every(({ bytes }) => bytes === theirs));
});

async function cleaned(t: TestContext, { baseUrl, routes }: FakeStore, folder: string) {
  const target = { name: 'fake', about: '', baseUrl, health: '/', probes: 'auto', routes } as const;
  const signal = new AbortController().signal;
  const clean = () =>
    cleanStored({
      stored: { folder, campaign: recordOf(folder) },
      target,
      baseUrl,
      dryRun: false,
      signal,
      say: (line) => t.diagnostic(line),
    });
  return { tally: await clean(), again: await clean() };
}

function recordOf(folder: string): CampaignRecord {
  return JSON.parse(readFileSync(join(folder, FILES.campaign), 'utf8'));
}
