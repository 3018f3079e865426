/** Stored capacity campaigns by name: see find-run.ts for runs. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { readValid } from '../files/validate.ts';
import type { CampaignRecord } from './records/records.ts';
import { FILES } from './store.ts';

export interface StoredCampaign {
  folder: string;
  campaign: CampaignRecord;
}

/** By path, or by id below the results folder. Undefined where there is none of this name: it may be a run. @throws BurstboxError config when its record is damaged */
export function findCampaign(name: string, out: string): StoredCampaign | undefined {
  const folder = [resolve(name), resolve(out, name)].find((each) => existsSync(join(each, FILES.campaign)));
  if (folder === undefined) return undefined;
  return { folder, campaign: readValid<CampaignRecord>('campaign', join(folder, FILES.campaign)) };
}

/** The same, where only a campaign will do. @throws BurstboxError usage */
export function namedCampaign(what: string, name: string, out: string): StoredCampaign {
  const found = findCampaign(name, out);
  if (found !== undefined) return found;
  const known = campaignNames(out).slice(-3);
  const hint = known.length === 0 ? `there are none in ${out}` : `the newest in ${out}: ${known.join(', ')}`;
  throw new BurstboxError('usage', `${what} ${name}: no such capacity campaign; ${hint}`, { name });
}

function campaignNames(out: string): string[] {
  const names = statSync(out, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(out) : [];
  return names.filter((name) => existsSync(join(out, name, FILES.campaign))).sort();
}
