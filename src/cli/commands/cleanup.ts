/** Removes what a run left on its target. */
import { refuseAtWork } from '../../capacity/at-work.ts';
import { cleanStored, leftOf } from '../../capacity/clean-stored.ts';
import { summarize } from '../../capacity/summary/conclude.ts';
import { targetOfCampaign } from '../../capacity/which-target.ts';
import { cleanUp } from '../../cleanup/cleanup.ts';
import { isNothing, leftIn } from '../../cleanup/stored-notes.ts';
import { leftText, tallyLines } from '../../cleanup/words.ts';
import { BurstboxError, EXIT, reason } from '../../errors.ts';
import { goBy } from '../../network/way.ts';
import type { RunOptions } from '../../plan/options.ts';
import { withSecrets } from '../../plan/targets/secrets.ts';
import { loadTarget, type Target } from '../../plan/targets/targets.ts';
import { wayTo } from '../../plan/wanted-way.ts';
import { hideSecrets } from '../../secrets/secrets.ts';
import { findCampaign, type StoredCampaign } from '../../store/find-campaign.ts';
import { findRun } from '../../store/find-run.ts';
import type { RunRecord } from '../../store/records/records.ts';
import { readRun, storedFolders } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';
import { runNamed } from './judge.ts';

/** @returns ok when nothing is left, unknown when something stays. @throws BurstboxError usage for a run that is none */
export async function cleanup(invocation: Invocation, interrupted: AbortSignal): Promise<number> {
  const { names, options } = invocation;
  const campaign = findCampaign(runNamed(names), options.out);
  if (campaign !== undefined) return await cleanupCampaign(campaign, invocation, interrupted);
  const { folder, run } = runOf(runNamed(names), options.out);
  const left = leftIn(storedFolders(folder), run.seed);
  if (isNothing(left)) {
    process.stdout.write(`run ${run.id} recorded nothing that it left on its target\n`);
    return EXIT.ok;
  }
  const { target, baseUrl } = targetOf(run, options);
  goBy(await wayTo(options, target));
  process.stderr.write(`cleanup: looking for ${leftText(left)} of run ${run.id} at ${baseUrl}\n`);
  const { dryRun } = options;
  const tally = await cleanUp({ baseUrl, target, seed: run.seed, left, dryRun, signal: interrupted });
  process.stdout.write(`${tallyLines(tally, dryRun).join('\n')}\n`);
  return tally.stays.size === 0 ? EXIT.ok : EXIT.unknown;
}

/** @returns ok when nothing is left, unknown when something stays */
async function cleanupCampaign(
  stored: StoredCampaign,
  { options, own }: Invocation,
  signal: AbortSignal,
): Promise<number> {
  const { id } = stored.campaign;
  refuseAtWork('cleanup', stored);
  if (stored.campaign.facts.box !== undefined) {
    process.stdout.write(
      `burstbox started the service of campaign ${id} and has removed it, with all that was stored\n`,
    );
    return EXIT.ok;
  }
  const files = leftOf(stored);
  if (files === 0 && stored.campaign.bucket?.made !== true) {
    process.stdout.write(`campaign ${id} recorded nothing that it left on its target\n`);
    return EXIT.ok;
  }
  const target = targetOfCampaign(stored, options, own.token?.at(-1));
  const { baseUrl } = target;
  goBy(await wayTo(options, target));
  const say = (line: string) => process.stderr.write(plainLines([`cleanup: ${hideSecrets(line)}`]));
  say(`looking for up to ${countedText(files, 'file')} of ${id} at ${baseUrl}`);
  const { dryRun } = options;
  const tally = await cleanStored({ stored, target, baseUrl, dryRun, signal, say });
  if (!dryRun) summarize(stored.folder);
  process.stdout.write(plainLines(tallyLines(tally, dryRun).map(hideSecrets)));
  return tally.stays.size === 0 ? EXIT.ok : EXIT.unknown;
}

/** A word that names no run is a wrong word here: nothing was measured that could be unknown. */
function runOf(name: string, out: string): { folder: string; run: RunRecord } {
  let folder: string;
  let run: RunRecord;
  try {
    folder = findRun(name, out);
    run = readRun(folder);
  } catch (error) {
    throw new BurstboxError('usage', `cleanup ${name}: ${reason(error)}`, { name }, error);
  }
  if (run.state !== 'running') return { folder, run };
  throw new BurstboxError(
    'usage',
    `cleanup ${name}: run ${run.id} is still running and cleans up after itself; wait until it has finished, or stop it with Ctrl-C`,
    { name },
  );
}

/** That of the run, as its file is now, unless another is named. */
function targetOf(run: RunRecord, options: RunOptions): { target: Target; baseUrl: string } {
  const { file, name, baseUrl: ranAt } = run.target;
  const baseUrl = options.baseUrl ?? ranAt;
  if (baseUrl === undefined)
    throw new BurstboxError(
      'usage',
      `cleanup: burstbox itself started the service of run ${run.id}, which has ended; if its data still exists, start it and give its address with --base-url`,
    );
  const isNamed = options.target !== 'reference';
  const target = withSecrets(loadTarget(isNamed ? options.target : (file ?? name), baseUrl), []);
  return { target, baseUrl: target.baseUrl ?? baseUrl };
}
