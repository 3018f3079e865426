/** The service of a campaign: by the command line, or by the record of one that goes on. */
import { BurstboxError } from '../errors.ts';
import { withFaults } from '../plan/faults.ts';
import type { RunOptions } from '../plan/options.ts';
import { DEFAULT_PROFILES, loadProfile, profileNames } from '../plan/profiles.ts';
import { withSecrets } from '../plan/targets/secrets.ts';
import { loadTarget, type Target, USUAL_TARGET } from '../plan/targets/targets.ts';
import type { StoredCampaign } from '../store/find-campaign.ts';
import { didYouMean } from '../text/spelling.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { withToken } from './token.ts';

type Named = Pick<RunOptions, 'target' | 'baseUrl'>;

/** @throws BurstboxError usage or config */
export function campaignTarget(
  { target: named, baseUrl, faults }: Named & Pick<RunOptions, 'faults'>,
  token: string | undefined,
): Target {
  return withSecrets(withToken(withFaults(loadTarget(named, baseUrl), faults), token), []);
}

/** That of the campaign, unless another is named. It runs already. */
export function targetOfCampaign(
  { campaign: { target } }: StoredCampaign,
  { target: named, baseUrl = target.baseUrl }: Named,
  token: string | undefined,
): Target & { baseUrl: string } {
  const file = named === USUAL_TARGET ? (target.file ?? target.name) : named;
  return { ...campaignTarget({ target: file, baseUrl, faults: [] }, token), baseUrl };
}

/**
 * Where it runs, or the box that it is put into: the smallest, where none is named.
 * @param names those after the command
 * @throws BurstboxError usage
 */
export function placeOf(
  names: string[],
  { baseUrl }: Target,
  { sandbox }: Pick<RunOptions, 'sandbox'>,
): CampaignOptions['at'] {
  const [name = DEFAULT_PROFILES[0] ?? '', second] = names;
  if (second !== undefined)
    throw new BurstboxError('usage', `capacity takes the name of one box, and not also "${second}"`);
  if (names.length > 0 && !profileNames().includes(name))
    throw new BurstboxError(
      'usage',
      `capacity takes the name of a box, and "${name}" is none${didYouMean(name, profileNames())}; what to store is in its configuration`,
    );
  if (baseUrl === undefined) {
    if (sandbox !== 'none') return { profile: loadProfile(name), sandbox };
    throw new BurstboxError(
      'usage',
      '--sandbox none needs a service that is already running; give its address with --base-url',
    );
  }
  if (names.length > 0 || (sandbox !== 'auto' && sandbox !== 'none'))
    throw new BurstboxError(
      'usage',
      `${names.length > 0 ? name : `--sandbox ${sandbox}`}: the service is already running at ${baseUrl}, so it cannot be put into a box; leave it out, or let the target file start it`,
    );
  return { baseUrl };
}
