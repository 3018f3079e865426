/** Of scenarios with levels: the interval in which each breaks, and every level. */
import type { Verdict } from '../../store/records/records.ts';
import { levelTable } from './levels.ts';
import { markdownText } from './markdown.ts';

/** A section, or none. */
export function whereItBreaksSection(verdict: Verdict): string[] {
  const found = verdict.profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap(({ name, findings }) =>
      findings
        .filter(({ detector }) => detector === 'breaking-point')
        .map(
          ({ message, cause }) =>
            `- ${profile} / ${name}: ${markdownText(cause === undefined ? message : `${message}; ${cause}`)}`,
        ),
    ),
  );
  const levels = levelTable(verdict);
  if (found.length + levels.length === 0) return [];
  const where = found.length === 0 ? 'No breaking point was found in this run.' : found.join('\n');
  return [['## Where it breaks', where, ...levels].join('\n\n')];
}
