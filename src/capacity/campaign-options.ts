/** What the command line of `capacity` asks for. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import type { RunOptions } from '../plan/options.ts';
import type { Target } from '../plan/targets/targets.ts';
import { shownOwn } from '../root.ts';
import { namedCampaign, type StoredCampaign } from '../store/find-campaign.ts';
import type { CapacityConfig } from '../store/records/records.ts';
import { bytesText } from '../text/bytes.ts';
import { refuseAtWork } from './at-work.ts';
import { readConfig, USUAL_CONFIG } from './config/config.ts';
import { type CapacityPlan, planOf } from './config/plan.ts';
import { freeDiskOf, type StorageLimits, totalBytesOf, USUAL_FREE_DISK } from './limits.ts';
import type { WantedBox } from './serve.ts';
import { LARGEST_OBJECT_BYTES } from './stores/s3-parts.ts';
import { campaignTarget, placeOf, targetOfCampaign } from './which-target.ts';

export interface Asked {
  names: string[];
  options: Pick<RunOptions, 'baseUrl' | 'target' | 'out' | 'config' | 'sandbox' | 'faults'>;
  /** Flags that only `capacity` takes, as typed. */
  own: Readonly<Record<string, string[]>>;
}

export interface CampaignOptions {
  config: CapacityConfig;
  plan: CapacityPlan;
  /** With its secrets. */
  target: Target;
  /** Where it runs already, or what it is to be started in. */
  at: { baseUrl: string } | WantedBox;
  /** Planted in the reference service. */
  faults: string[];
  out: string;
  limits: StorageLimits;
  cleanupAfter: boolean;
  /** Absolute path. */
  markdown?: string;
  /** Goes on with this one. */
  earlier?: StoredCampaign;
}

/** @throws BurstboxError usage or config, before anything is asked or stored */
export function campaignOptions({ names, options, own }: Asked): CampaignOptions {
  const word = (flag: string) => own[flag]?.at(-1);
  const out = word('output-dir') ?? options.out;
  const earlier = earlierOf(own, options.config, out);
  const given = earlier?.campaign.config ?? readConfig(resolve(configFile(options.config)));
  const token = word('token');
  const target =
    earlier === undefined ? campaignTarget(options, token) : targetOfCampaign(earlier, options, token);
  const at = placeOf(names.slice(1), target, options);
  const plan = planOf(given);
  refuseTooLarge(plan, target);
  const database = word('database') ?? given.database;
  const config = { ...given, ...(database === undefined ? {} : { database }) };
  const [maxTotal, markdown] = [word('max-total-bytes'), word('results-to-markdown')];
  return {
    config,
    plan,
    target,
    at,
    faults: options.faults,
    out,
    limits: {
      minFreeDisk: freeDiskOf(
        word('min-free-disk') ?? earlier?.campaign.limits.minFreeDisk ?? USUAL_FREE_DISK,
      ),
      ...mostOf(maxTotal, earlier),
    },
    cleanupAfter: own['cleanup-after'] !== undefined,
    ...(markdown === undefined ? {} : { markdown: resolve(markdown) }),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

/** What was stored by one configuration cannot be gone on with by another. */
function earlierOf(own: Asked['own'], config: string | undefined, out: string): StoredCampaign | undefined {
  const name = own.resume?.at(-1);
  if (name === undefined) return undefined;
  for (const [flag, given] of Object.entries({ config, database: own.database }))
    if (given !== undefined)
      throw new BurstboxError(
        'usage',
        `--${flag} together with --resume: a campaign goes on with the configuration that it began with; leave --${flag} out`,
      );
  const stored = namedCampaign('--resume', name, out);
  refuseAtWork('--resume', stored);
  if (stored.campaign.facts.box !== undefined)
    throw new BurstboxError(
      'usage',
      `--resume ${stored.campaign.id}: burstbox started its service, which is gone with all that was stored; begin it again`,
    );
  return stored;
}

function refuseTooLarge({ stages }: CapacityPlan, { s3 }: Target): void {
  const largest = Math.max(...stages.map((stage) => stage.largest));
  if (s3 !== undefined && largest > LARGEST_OBJECT_BYTES)
    throw new BurstboxError(
      'config',
      `the plan has files of ${bytesText(largest)}; S3 takes at most 10,000 parts of 5 GiB: make them smaller`,
    );
}

/** What was asked of the campaign when it began still holds. */
function mostOf(
  asked: string | undefined,
  earlier: StoredCampaign | undefined,
): Pick<StorageLimits, 'maxTotalBytes'> {
  const most = asked === undefined ? earlier?.campaign.limits.maxTotalBytes : totalBytesOf(asked);
  return most === undefined ? {} : { maxTotalBytes: most };
}

function configFile(named: string | undefined): string {
  if (named !== undefined) return named;
  if (existsSync(USUAL_CONFIG)) return USUAL_CONFIG;
  throw new BurstboxError(
    'usage',
    `capacity needs to know what to store: there is no ${USUAL_CONFIG} here; copy ${shownOwn('config.example.json')}, or name a file with --config`,
  );
}
