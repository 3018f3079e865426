/** The three answers a report begins with: did it survive, what broke and why, how sure are we. */
import type { Status } from '../contract/contract.ts';
import { headline } from '../judge/headline.ts';
import type { ScenarioVerdict, Verdict } from '../store/records/records.ts';
import { countedText } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';

export interface Answers {
  survived: string;
  broke: string;
  sure: string;
}

const SURVIVED: Record<Status, string> = {
  healthy: 'Healthy: the service survived',
  warning: 'Warning: it survives, but not comfortably',
  unknown: 'Unknown: this run could not show whether it survives',
  critical: 'Critical: it does not survive',
};

/** Named in the second answer, a line each; the others are in the list below it. */
const MAX_NAMED = 3;

export function answersOf(verdict: Verdict): Answers {
  return { survived: survivedText(verdict), broke: brokeText(verdict), sure: sureText(verdict) };
}

/** Half a minute on one box is no proof for every box and for ever. */
export function survivedText({ status, profiles }: Verdict): string {
  if (status !== 'healthy') return SURVIVED[status];
  const [first] = profiles;
  const where =
    profiles.length === 1 && first !== undefined ? first.name : `each of ${profiles.length} boxes`;
  return `${SURVIVED.healthy} the tested load on ${where}`;
}

function brokeText(verdict: Verdict): string {
  const scenes = scenesOf(verdict);
  const bad = (['critical', 'warning'] as const).flatMap((status) =>
    scenes.filter(({ scenario }) => scenario.status === status),
  );
  if (bad.length === 0) {
    const breaks = scenes.flatMap(({ profile, scenario }) =>
      scenario.findings
        .filter(({ detector }) => detector === 'breaking-point')
        .map(({ message }) => `${profile} / ${scenario.name} ${message}`),
    );
    return breaks.length === 0
      ? 'Nothing broke.'
      : `Nothing broke within the pass marks; ${breaks.join('; ')}.`;
  }
  const named = bad
    .slice(0, MAX_NAMED)
    .map(
      ({ profile, scenario }, index) =>
        `${profile} / ${scenario.name}: ${index === 0 ? headline(scenario) : worstMessage(scenario)}`,
    )
    // one line each, whatever a target has said
    .map(plainText);
  const more = bad.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** Without its likely cause: that of the gravest is said, and the others have often the same. */
function worstMessage(scenario: ScenarioVerdict): string {
  return scenario.findings.find(({ status }) => status === scenario.status)?.message ?? headline(scenario);
}

function sureText(verdict: Verdict): string {
  const scenes = scenesOf(verdict);
  const doubted = scenes.filter(({ scenario }) => scenario.doubts.length > 0);
  const unknown = scenes.filter(({ scenario }) => scenario.status === 'unknown').length;
  const untested = new Set(scenes.flatMap(({ scenario }) => scenario.notTested.map(({ what }) => what)));
  const parts = [
    ...verdict.doubts.map(({ message }) => message),
    doubted.length === 0
      ? 'No doubt about the measurement itself'
      : `${doubted.length} of ${countedText(scenes.length, 'scenario')} ${doubted.length === 1 ? 'has' : 'have'} a doubt about the measurement${unknown > 0 ? `, and ${unknown} could not be judged` : ''}`,
    ...(untested.size === 0 ? [] : [`too short to show: ${[...untested].join(', ')}`]),
  ];
  return `${parts.join('; ')}.`;
}

function scenesOf({ profiles }: Verdict) {
  return profiles.flatMap(({ name, scenarios }) =>
    scenarios.map((scenario) => ({ profile: name, scenario })),
  );
}
