/** The answers a report begins with: did it survive, what broke and why, what to do, how sure are we. */
import { takenBy, takesAll } from '../judge/doubts/doubts.ts';
import { headline } from '../judge/headline.ts';
import type { RunRecord, ScenarioVerdict, Verdict } from '../store/records/records.ts';
import { clockText } from '../text/numbers.ts';
import { plainText } from '../text/plain-text.ts';
import { sentence } from '../text/sentence.ts';
import { capped } from './capped.ts';
import { recommendationsOf } from './recommendations.ts';
import { survivedText } from './survived.ts';

export interface Answers {
  survived: string;
  broke: string;
  toDo: string;
  sure: string;
}

/** Named in the second answer, a line each; the others are in the list below it. */
const MAX_NAMED = 3;
/** One does not do more at once; the rest is in the list of what to try. */
const MAX_TO_DO = 2;

export function answersOf(verdict: Verdict, run: Pick<RunRecord, 'scenarios'>): Answers {
  return {
    survived: survivedText(verdict, run),
    broke: brokeText(verdict),
    toDo: toDoText(verdict),
    sure: sureText(verdict),
  };
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
        .map(({ message }) => sentence(plainText(`${profile} / ${scenario.name} ${message}`))),
    );
    const nothing = verdict.status === 'unknown' ? 'Nothing was seen to break' : 'Nothing broke';
    return breaks.length === 0
      ? `${nothing}.`
      : [`${nothing} within the pass marks.`, ...someOf(breaks)].join('\n');
  }
  const all = bad.map(
    ({ profile, scenario }, index) =>
      `${profile} / ${scenario.name}: ${index === 0 ? headline(scenario) : worstMessage(scenario)}`,
  );
  // one line each, whatever a target has said
  return someOf(all.map(plainText)).join('\n');
}

function someOf(lines: string[]): string[] {
  const { shown, rest } = capped(lines, MAX_NAMED);
  return [...shown, ...rest()];
}

/** Without its likely cause: that of the gravest is said, and the others have often the same. */
function worstMessage(scenario: ScenarioVerdict): string {
  return scenario.findings.find(({ status }) => status === scenario.status)?.message ?? headline(scenario);
}

/** Where the measurement is doubted that comes first; then what the findings advise, the gravest first. */
function toDoText(verdict: Verdict): string {
  const scenarios = verdict.profiles.flatMap((profile) => profile.scenarios);
  const doubts = [
    ...verdict.doubts,
    ...scenarios.flatMap(({ doubts, status }) =>
      doubts.filter(({ id }) => takesAll(id) || (status === 'unknown' && takenBy(id) === 'blame')),
    ),
  ];
  const actions = verdict.status === 'healthy' ? [] : doubts.map(({ action }) => action);
  const advice = recommendationsOf(verdict).map(({ what }) => what);
  const all = [...new Set([...actions, ...advice])]
    .slice(0, MAX_TO_DO)
    .map((text) => sentence(plainText(text)));
  if (all.length > 0) return all.join('\n');
  const longest = scenarios
    .flatMap(({ notTested }) => notTested)
    .reduce((most, { needsSeconds }) => Math.max(most, needsSeconds), 0);
  const more =
    longest === 0
      ? ''
      : ` What this run was too short for would need a steady load of ${clockText(longest)}.`;
  return verdict.status === 'healthy' ? `Nothing, for this load.${more}` : 'See the findings below.';
}

function sureText(verdict: Verdict): string {
  const scenes = scenesOf(verdict);
  const doubted = scenes.filter(({ scenario }) => scenario.doubts.length > 0);
  const unknown = scenes.filter(({ scenario }) => scenario.status === 'unknown').length;
  const untested = new Set(scenes.flatMap(({ scenario }) => scenario.notTested.map(({ what }) => what)));
  const [often] = mostFrequent(
    doubted.flatMap(({ scenario }) => scenario.doubts.map(({ message }) => message)),
  );
  const parts = [
    ...verdict.doubts.map(({ message }) => message),
    often === undefined
      ? 'no doubt about the measurement itself'
      : `${doubtedText(doubted.length, scenes.length, unknown)}: ${briefly(plainText(often))}`,
    ...(untested.size === 0
      ? []
      : [`too short to show: ${[...untested].map((what) => UNTESTED[what] ?? what).join(', ')}`]),
  ];
  return parts.map(sentence).join(' ');
}

/** As a reader knows them who has not read the list of detectors. */
const UNTESTED: Record<string, string> = {
  gc: 'stalled garbage collection',
  leak: 'leaks',
  degradation: 'slowly rising latency',
  'breaking-point': 'where it breaks',
  recovery: 'recovery',
  cascade: 'failures that outlast a spike',
  throughput: 'the required throughput',
  'rest-of-load': 'the rest of the load',
  'settled-load': 'a load that settles',
};

function doubtedText(doubted: number, all: number, unknown: number): string {
  if (all === 1)
    return `there is a doubt about the measurement${unknown > 0 ? ', so this could not be judged' : ''}`;
  const who =
    doubted < all ? `${doubted} of ${all} scenarios` : all === 2 ? 'both scenarios' : `all ${all} scenarios`;
  const judged = unknown > 0 ? `, and ${unknown} could not be judged` : '';
  return `${who} ${doubted === 1 ? 'has' : 'have'} a doubt about the measurement${judged}`;
}

/** Without its figures, which the list of doubts has. */
function briefly(message: string): string {
  return message.split(': ')[0] ?? message;
}

function mostFrequent(texts: string[]): string[] {
  const count = (text: string) => texts.filter((each) => each === text).length;
  return [...new Set(texts)].sort((a, b) => count(b) - count(a));
}

function scenesOf({ profiles }: Verdict) {
  return profiles.flatMap(({ name, scenarios }) =>
    scenarios.map((scenario) => ({ profile: name, scenario })),
  );
}
