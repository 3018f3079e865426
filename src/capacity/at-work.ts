/** Two processes at work on one campaign would not know of each other's files. */
import { hostname } from 'node:os';
import { BurstboxError } from '../errors.ts';
import { isAlive } from '../ledger/identity.ts';
import type { StoredCampaign } from '../store/find-campaign.ts';
import type { CampaignRecord } from '../store/records/records.ts';

/** @throws BurstboxError usage while another process is at work on it */
export function refuseAtWork(what: string, { campaign }: StoredCampaign): void {
  if (!isAtWork(campaign)) return;
  throw new BurstboxError(
    'usage',
    `${what} ${campaign.id}: process ${campaign.owner.pid} is at work on it; wait until it has finished, or stop it with Ctrl-C`,
  );
}

/** Whether the process that is at work on it lives; that of another machine is not seen from here. */
function isAtWork({ state, owner }: CampaignRecord): boolean {
  return state === 'running' && owner.host === hostname() && isAlive(owner.pid, owner.startTicks);
}
