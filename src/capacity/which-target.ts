/** The service of a campaign: by the command line, or by the record of one that goes on. */
import { BurstboxError } from '../errors.ts';
import type { RunOptions } from '../plan/options.ts';
import { withSecrets } from '../plan/targets/secrets.ts';
import { loadTarget, type Target, USUAL_TARGET } from '../plan/targets/targets.ts';
import type { StoredCampaign } from '../store/find-campaign.ts';
import { withToken } from './token.ts';

/** What is stored must outlive us: a service that we start goes with its data. */
export function runningTarget(
  { target: named, baseUrl }: Pick<RunOptions, 'target' | 'baseUrl'>,
  token: string | undefined,
): { target: Target; baseUrl: string } {
  const target = withSecrets(withToken(loadTarget(named, baseUrl), token), []);
  if (target.baseUrl === undefined)
    throw new BurstboxError(
      'usage',
      'capacity needs a service that is already running, with its data: give its address with --base-url',
    );
  return { target, baseUrl: target.baseUrl };
}

/** That of the campaign, unless another is named. */
export function targetOfCampaign(
  { campaign: { target } }: StoredCampaign,
  { target: named, baseUrl = target.baseUrl }: Pick<RunOptions, 'target' | 'baseUrl'>,
  token: string | undefined,
): { target: Target; baseUrl: string } {
  const file = named === USUAL_TARGET ? (target.file ?? target.name) : named;
  return runningTarget({ target: file, baseUrl }, token);
}
