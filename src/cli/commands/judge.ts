import { summarize } from '../../capacity/summary/conclude.ts';
import { BurstboxError } from '../../errors.ts';
import { judge } from '../../judge/judge.ts';
import { findCampaign } from '../../store/find-campaign.ts';
import { concludeCampaign } from './capacity.ts';
import type { Invocation } from './commands.ts';
import { conclude } from './conclude.ts';
import { storedRun } from './stored-run.ts';

export function judgeCommand({ names, options }: Invocation): number {
  const campaign = findCampaign(runNamed(names), options.out);
  if (campaign !== undefined) return concludeCampaign(campaign.folder, summarize(campaign.folder), options);
  const folder = storedRun(runNamed(names), options.out);
  return conclude(folder, judge(folder), options);
}

/** The operand of `judge` and `report`. */
export function runNamed([command, run, ...more]: string[]): string {
  if (run !== undefined && more.length === 0) return run;
  throw new BurstboxError('usage', `${command} needs one run: a folder, an id in results/, or "latest"`, {
    command,
  });
}
