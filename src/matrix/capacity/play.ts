/** Plays a row that is a campaign, and holds what it says against what was planted. */
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runCampaign } from '../../capacity/capacity.ts';
import { planOf } from '../../capacity/config/plan.ts';
import { summarize } from '../../capacity/summary/conclude.ts';
import { campaignTarget } from '../../capacity/which-target.ts';
import { loadProfile } from '../../plan/profiles.ts';
import { USUAL_TARGET } from '../../plan/targets/targets.ts';
import type { DriverName } from '../../sandbox/sandbox.ts';
import type { Cell } from '../record.ts';
import type { Row } from '../rows.ts';
import type { CampaignRow } from './rows.ts';
import { campaignText, scoreCampaign } from './score.ts';

/** Start of the service, the uploads, and what is tried again at the end. */
export const CAMPAIGN_SECONDS = 8;
/** A store is given time to come to itself; one that has a fault does not. */
const LONGEST_PAUSE_MS = 500;

export interface CampaignTurn {
  row: Row;
  campaign: CampaignRow;
  profile: string;
  sandbox: 'auto' | DriverName;
  folder: string;
  note(line: string): void;
}

export async function playCampaign(
  { row, campaign, profile, sandbox, folder: out, note }: CampaignTurn,
  interrupted: AbortSignal,
): Promise<Omit<Cell, 'round' | 'seconds'>> {
  const { config } = campaign;
  const faults = row.fault === undefined ? [] : [row.fault];
  let folder = '';
  await runCampaign(
    {
      argv: ['matrix', row.name],
      config,
      plan: planOf(config),
      target: campaignTarget({ target: USUAL_TARGET, faults }, undefined),
      faults,
      at: { profile: loadProfile(profile), sandbox },
      out,
      limits: { minFreeDisk: { text: '0', bytes: 0 } },
      cleanupAfter: false,
    },
    interrupted,
    {
      say: note,
      begun: (path) => {
        folder = path;
      },
      pause: async (ms) => await wait(Math.min(ms, LONGEST_PAUSE_MS)),
    },
  );
  const summary = summarize(folder);
  return {
    row: row.name,
    scenario: row.scenario,
    ...(row.fault === undefined ? {} : { fault: row.fault }),
    argv: ['matrix', row.name],
    expected: campaignText(campaign),
    ...scoreCampaign(campaign, summary),
    run: basename(folder),
    status: summary.status,
    headline: summary.headline,
    doubts: summary.doubts.map(({ id }) => id),
  };
}
