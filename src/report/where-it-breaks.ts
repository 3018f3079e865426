/** Of scenarios with levels: the interval in which each breaks, and every level. */
import type { Verdict } from '../records.ts';
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
  const parts = [...(found.length === 0 ? [] : [found.join('\n')]), ...levelTable(verdict)];
  return parts.length === 0 ? [] : [['## Where it breaks', ...parts].join('\n\n')];
}
