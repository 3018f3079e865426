/** What is not healthy, scenario by scenario, the worst first: what was found, why, and what to try. */

import type { StoryOperation } from '../../contract/contract.ts';
import { takesAll } from '../../judge/doubts/doubts.ts';
import { byGravity } from '../../judge/status.ts';
import type { Finding, ScenarioVerdict, Verdict } from '../../store/records/records.ts';
import { operationText, spanText } from '../../text/story-text.ts';
import { adviceText } from '../advice-text.ts';
import { capped } from '../capped.ts';
import { markdownText } from './markdown.ts';

const MAX_SCENARIOS = 20;
const MAX_FINDINGS = 8;

export function troubleSections({ profiles }: Verdict): string[] {
  const troubled = profiles
    .flatMap(({ name, scenarios }) => scenarios.map((scenario) => ({ profile: name, ...scenario })))
    .map((scenario) => ({ ...scenario, bad: badFindings(scenario) }))
    .filter(({ bad }) => bad.length > 0)
    .sort((a, b) => byGravity(a.status, b.status));
  const { shown, rest } = capped(troubled, MAX_SCENARIOS);
  return [
    ...shown.map(({ profile, name, status, bad }) => {
      const place = `${markdownText(profile)} / ${markdownText(name)}`;
      return `## ${place}: ${status}\n\n${findingList(bad, `${profile}/${name}`)}`;
    }),
    ...rest('scenarios with findings'),
  ];
}

/** What could not be measured is told once, by the doubt. */
function badFindings({ findings, doubts }: ScenarioVerdict): Finding[] {
  const doubted = doubts.some(({ id }) => takesAll(id));
  return findings.filter(({ status }) => status !== 'healthy' && !(doubted && status === 'unknown'));
}

function findingList(findings: Finding[], folder: string): string {
  const { shown, rest } = capped(findings, MAX_FINDINGS);
  return [
    ...shown.map((finding) => findingItem(finding, folder)),
    ...rest('findings').map((line) => `- ${line}`),
  ].join('\n');
}

function findingItem(finding: Finding, folder: string): string {
  const { status, message, cause, evidence, story = [] } = finding;
  const advice = adviceText(finding, folder);
  return [
    `- **${status}** ${markdownText(message)}`,
    ...story.map(storyItem),
    ...(cause === undefined ? [] : [`  - likely cause: ${markdownText(cause)}`]),
    ...(advice === undefined ? [] : [`  - what to try: ${markdownText(advice)}`]),
    ...(evidence.length === 0
      ? []
      : [`  - evidence: ${evidence.map((file) => `\`${folder}/${file}\``).join(', ')}`]),
  ].join('\n');
}

function storyItem(operation: StoryOperation): string {
  const { client, isWrong } = operation;
  const said = markdownText(`client ${client}: ${operationText(operation)}`);
  return `  - ${spanText(operation)} ${isWrong ? `**${said}**` : said}`;
}
