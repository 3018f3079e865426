import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapacityDoubt, CapacityFindingId } from '../../store/records/records.ts';
import { CAPACITY_ROWS } from './rows.ts';
import { campaignText, scoreCampaign } from './score.ts';

function campaignOf(name: string) {
  const campaign = CAPACITY_ROWS.find((row) => row.name === name)?.campaign;
  assert.ok(campaign !== undefined, name);
  return campaign;
}

const said = (
  id: CapacityFindingId | undefined,
  status: 'healthy' | 'warning' | 'critical' | 'unknown',
  files: number,
  kind: 'plan' | 'quota',
  doubts: CapacityDoubt[] = [],
) => ({
  status,
  findings: id === undefined ? [] : [{ id, status, message: id }],
  stored: { files, bytes: files * 4000 },
  stop: { kind, message: kind },
  headline: 'what it came to',
  doubts,
});

test('a campaign row is a hit when status, reason, files and finding are as planted', () => {
  const quota = campaignOf('campaign:quota');
  assert.equal(campaignText(quota), 'healthy: ceiling, 41 files');
  assert.equal(scoreCampaign(quota, said('ceiling', 'healthy', 41, 'quota')).result, 'hit');
  for (const wrong of [
    said('ceiling', 'healthy', 45, 'quota'),
    said('ceiling', 'critical', 41, 'quota'),
    said('ceiling', 'healthy', 41, 'plan'),
    said('failures', 'healthy', 41, 'quota'),
  ])
    assert.equal(scoreCampaign(quota, wrong).result, 'miss', JSON.stringify(wrong));
});

test('of a clean row a critical finding is a false alarm, and a busy machine is no fault of the verdict', () => {
  const clean = campaignOf('clean:capacity');
  assert.equal(campaignText(clean), 'nothing');
  assert.equal(scoreCampaign(clean, said(undefined, 'healthy', 60, 'plan')).result, 'hit');
  assert.equal(scoreCampaign(clean, said('slows', 'critical', 60, 'plan')).result, 'false-alarm');
  const busy = [{ id: 'machine-busy' as const, message: '', action: '' }];
  assert.equal(scoreCampaign(clean, said('slows', 'unknown', 60, 'plan', busy)).result, 'unknown');
  assert.equal(scoreCampaign(clean, said('slows', 'unknown', 60, 'plan')).result, 'miss');
});
