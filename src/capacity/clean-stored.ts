/** Removes what a stored campaign left on its service. */
import { join } from 'node:path';
import type { Tally } from '../cleanup/tally.ts';
import type { Target } from '../plan/targets/targets.ts';
import type { StoredCampaign } from '../store/find-campaign.ts';
import { FILES } from '../store/store.ts';
import { cleanCampaign } from './clean.ts';
import { newContext, pauseIn } from './context.ts';
import { openJournal } from './journal/journal.ts';
import { isOpen, isStored, readStanding } from './journal/standing.ts';
import { type Place, removeBucket, storeOf } from './open-store.ts';

/** How much may be there, by the journal. */
export function leftOf({ folder }: StoredCampaign): number {
  const uploads = [...readStanding(folder).uploads.values()];
  return uploads.filter(
    (upload) => isStored(upload) || isOpen(upload) || (!upload.gone && upload.found?.is !== 'not-stored'),
  ).length;
}

export interface CleanOrder extends Pick<Place, 'partSizes'> {
  stored: StoredCampaign;
  target: Target;
  baseUrl: string;
  dryRun: boolean;
  signal: AbortSignal;
  say(line: string): void;
}

/** Removes what the campaign stored. May be called again. */
export async function cleanStored({
  stored,
  target,
  baseUrl,
  dryRun,
  signal,
  say,
  partSizes,
}: CleanOrder): Promise<Tally> {
  const { folder, campaign } = stored;
  const { bucket, config } = campaign;
  const journal = await openJournal(join(folder, FILES.journal));
  try {
    const { idleTimeoutSeconds } = config;
    const store = storeOf({
      target,
      baseUrl,
      bucket,
      idleTimeoutSeconds,
      signal,
      ...(partSizes === undefined ? {} : { partSizes }),
    });
    const context = newContext(
      { campaign, store, standing: readStanding(folder), signal, say, pause: pauseIn(signal) },
      journal,
    );
    const tally = await cleanCampaign(context, dryRun);
    if (bucket !== undefined && !dryRun) {
      const stays = await removeBucket(target, baseUrl, bucket, signal);
      if (stays !== undefined) say(stays);
    }
    return tally;
  } finally {
    await journal.close();
  }
}
