/** How much fits? */
import { relative } from 'node:path';
import { type CampaignOptions, campaignOptions } from '../../capacity/campaign-options.ts';
import { runCampaign } from '../../capacity/capacity.ts';
import { dryRunLines } from '../../capacity/dry-run.ts';
import { summarize } from '../../capacity/summary/conclude.ts';
import { capacityText } from '../../capacity/summary/text.ts';
import { BurstboxError, EXIT, reason } from '../../errors.ts';
import { goBy } from '../../network/way.ts';
import { wayTo } from '../../plan/wanted-way.ts';
import { writeHistory } from '../../report/run-index/run-index.ts';
import { PROGRAM } from '../../root.ts';
import { hideSecrets } from '../../secrets/secrets.ts';
import type { CapacitySummary } from '../../store/records/records.ts';
import { countedText } from '../../text/numbers.ts';
import { plainJson, plainLines, plainText } from '../../text/plain-text.ts';
import { withUsualTarget } from '../usual-target.ts';
import type { Invocation } from './commands.ts';
import { exitCodeOf } from './exit-code.ts';

/** @throws BurstboxError before anything is stored when flags, configuration or target are wrong */
export async function capacity(invocation: Invocation, interrupted: AbortSignal): Promise<number> {
  const { options, argv, own } = invocation;
  const wanted = campaignOptions(own.resume === undefined ? withUsualTarget(invocation) : invocation);
  goBy(await wayTo(options, wanted.target));
  if (options.dryRun) {
    process.stdout.write(plainLines(await dryRunLines(wanted)));
    return EXIT.ok;
  }
  let folder = '';
  const begun = (path: string) => {
    folder = path;
    say(`results go to ${relative('', path)}`);
  };
  try {
    await runCampaign({ ...wanted, argv }, interrupted, { say, begun });
  } catch (error) {
    if (folder === '') throw error;
    concludeBroken(folder, wanted, error, interrupted);
  }
  const summary = summarize(folder, wanted.markdown);
  writeHistory(wanted.out, say);
  return concludeCampaign(folder, summary, options);
}

/** Says what is stored by now, and how to go on. @throws the error */
function concludeBroken(
  folder: string,
  { markdown, out }: CampaignOptions,
  error: unknown,
  interrupted: AbortSignal,
): never {
  const { campaign, stored, facts } = summarize(folder, markdown);
  writeHistory(out, say);
  const name = relative('', folder);
  const next =
    facts.box !== undefined
      ? `its service is gone with the ${countedText(stored.files, 'file')} that it had stored`
      : `${stored.files} of its files are stored; go on with \`${PROGRAM} capacity --resume ${name}\`, or remove them with \`${PROGRAM} cleanup ${name}\``;
  if (interrupted.aborted) throw new BurstboxError('interrupted', `${campaign} stopped: ${next}`);
  if (error instanceof BurstboxError)
    throw new BurstboxError(error.code, `${error.message}; ${next}`, {}, error);
  say(`${reason(error)}; ${next}`);
  throw error;
}

/** Prints what a campaign came to, and returns the exit code that goes with it. */
export function concludeCampaign(
  folder: string,
  summary: CapacitySummary,
  { json, failOn }: Invocation['options'],
): number {
  process.stdout.write(json ? plainJson(summary) : plainLines(capacityText(summary, relative('', folder))));
  return exitCodeOf(summary.status, failOn);
}

function say(line: string): void {
  // Parts of it are the service's words.
  process.stderr.write(`capacity: ${plainText(hideSecrets(line))}\n`);
}
