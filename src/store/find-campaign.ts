/** Stored capacity campaigns by name: see find-run.ts for runs. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { readValid } from '../files/validate.ts';
import { LATEST, newestRun } from './find-run.ts';
import type { CampaignRecord } from './records/records.ts';
import { FILES } from './store.ts';

export interface StoredCampaign {
  folder: string;
  campaign: CampaignRecord;
}

/**
 * By path, by id below the results folder, or `latest` where a campaign began last and no run. Undefined where there is none of this
 * name: it may be a run. @throws BurstboxError config when its record is damaged
 */
export function findCampaign(name: string, out: string): StoredCampaign | undefined {
  if (name === LATEST) {
    const newest = newestCampaign(out);
    const runAtMs = newestRun(out)?.startedAtMs ?? Number.NEGATIVE_INFINITY;
    return newest !== undefined && newest.campaign.startedAtMs > runAtMs ? newest : undefined;
  }
  const folder = [resolve(name), resolve(out, name)].find((each) => existsSync(join(each, FILES.campaign)));
  return folder === undefined ? undefined : readCampaign(folder);
}

function readCampaign(folder: string): StoredCampaign {
  return { folder, campaign: readValid<CampaignRecord>('campaign', join(folder, FILES.campaign)) };
}

/** Their ids are in the order of time. */
function newestCampaign(out: string): StoredCampaign | undefined {
  const name = campaignNames(out).at(-1);
  return name === undefined ? undefined : readCampaign(resolve(out, name));
}

/** The same, where only a campaign will do: `latest` is then the newest of them. @throws BurstboxError usage */
export function namedCampaign(what: string, name: string, out: string): StoredCampaign {
  const found = name === LATEST ? newestCampaign(out) : findCampaign(name, out);
  if (found !== undefined) return found;
  const known = campaignNames(out).slice(-3);
  const hint = known.length === 0 ? `there are none in ${out}` : `the newest in ${out}: ${known.join(', ')}`;
  throw new BurstboxError('usage', `${what} ${name}: no such capacity campaign; ${hint}`, { name });
}

function campaignNames(out: string): string[] {
  const names = statSync(out, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(out) : [];
  return names.filter((name) => existsSync(join(out, name, FILES.campaign))).sort();
}
