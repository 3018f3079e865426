/** One verdict on a scenario that was played more than once. */
import { join } from 'node:path';
import type { Status } from '../contract/contract.ts';
import type { ScenarioVerdict } from '../store/records/records.ts';
import { repeatPath, scenarioFolder } from '../store/store.ts';
import { worst } from './status.ts';

/**
 * The verdict of the worst repeat, which also says how many came to the same; evidence is then told by its path below
 * the scenario's folder. Without later repeats it is that of the first as it is.
 */
export function worstRepeat(first: ScenarioVerdict, later: ScenarioVerdict[]): ScenarioVerdict {
  if (later.length === 0) return first;
  const verdicts = [first, ...later];
  const statuses = verdicts.map(({ status }) => status);
  const shown = statuses.indexOf(worst(statuses)) + 1;
  const verdict = verdicts[shown - 1] ?? first;
  return {
    ...verdict,
    findings: verdict.findings.map((finding) => ({
      ...finding,
      evidence: finding.evidence.map((file) => join(repeatPath(shown), file)),
    })),
    repeats: { statuses, shown, message: messageOf(verdict.status, statuses, shown) },
  };
}

/** The folder of the repeat that a scenario's verdict is of. */
export function shownFolder(
  runFolder: string,
  profile: string,
  { name, repeats }: Pick<ScenarioVerdict, 'name' | 'repeats'>,
): string {
  return join(scenarioFolder(runFolder, profile, name), repeatPath(repeats?.shown ?? 1));
}

function messageOf(status: Status, statuses: Status[], shown: number): string {
  const alike = statuses.filter((each) => each === status).length;
  const all = alike === statuses.length;
  const every = statuses.length === 2 ? 'both' : `all ${statuses.length}`;
  const count = all ? every : `${alike} of ${statuses.length}`;
  return `${status} in ${count} repeats${all ? '' : `; this is repeat ${shown}`}`;
}
