/** compare.md: reads well in a pull request. What is worse comes first. */
import { markdownText, table } from '../report/markdown/markdown.ts';
import type { Change, Comparison, ScenarioComparison } from '../store/records/comparison.ts';
import { HEAD, inCommon, onlyTexts, rowsOf, ruleTexts, sideText, sumText, titleOf } from './rows.ts';
import { changeOfScenario } from './verdict.ts';

/** Words beside the sign: a shape alone does not reach everyone. */
const MARK: Record<Change, string> = { worse: '❌', better: '✅', same: '✅', 'not tested': '❔' };

export function comparisonMarkdown(comparison: Comparison): string {
  const { before, after, verdict, warnings } = comparison;
  const scenarios = inCommon(comparison);
  const isWorse = (scenario: ScenarioComparison) => changeOfScenario(scenario) === 'worse';
  const ordered = [...scenarios.filter(isWorse), ...scenarios.filter((scenario) => !isWorse(scenario))];
  const sections = [
    `# ${MARK[verdict]} ${markdownText(sumText(comparison))}`,
    `- before: ${markdownText(sideText(before))}\n- after: ${markdownText(sideText(after))}`,
    ...(warnings.length === 0
      ? []
      : ['## Not fully comparable', warnings.map((warning) => `- ${markdownText(warning)}`).join('\n')]),
    ...ordered.flatMap((scenario) => [
      `## ${markdownText(titleOf(scenario))}`,
      ...(scenario.measures.length === 0
        ? []
        : [
            table(
              HEAD,
              rowsOf(scenario).map((row) => row.map(markdownText)),
            ),
          ]),
    ]),
    ...onlyTexts(comparison).map(markdownText),
    '## Method',
    ruleTexts(comparison)
      .map((rule) => `- ${markdownText(rule)}`)
      .join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}
