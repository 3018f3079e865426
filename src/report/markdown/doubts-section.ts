/** How far to trust the verdict: doubts about the measurement, and what the run was too short to show. */
import type { Doubt, Verdict } from '../../store/records/records.ts';
import { capped, cappedText } from '../capped.ts';
import { markdownText } from './markdown.ts';

const MAX_DOUBTS = 20;
const MAX_PLACES = 3;
const MAX_NOT_TESTED = 30;

/** A doubt that many scenarios share is said once, with where it applies. */
export function doubtSection(verdict: Verdict): string[] {
  const places = new Map<string, string[]>();
  for (const doubt of verdict.doubts) places.set(doubtText(doubt), ['the whole run']);
  for (const { name: profile, scenarios } of verdict.profiles)
    for (const { name, doubts } of scenarios)
      for (const doubt of doubts) {
        const text = doubtText(doubt);
        places.set(text, [...(places.get(text) ?? []), `${profile} / ${name}`]);
      }
  const { shown, rest } = capped([...places], MAX_DOUBTS);
  const lines = [
    ...shown.map(([text, where]) => `- ${text} (${cappedText(where, MAX_PLACES)})`),
    ...rest('doubts').map((line) => `- ${line}`),
  ];
  return [
    `## How sure we are\n\n${lines.length === 0 ? 'No doubt about the measurement itself.' : lines.join('\n')}`,
  ];
}

/** A section, or none. */
export function notTestedSection({ profiles }: Verdict): string[] {
  const all = profiles.flatMap(({ scenarios }) =>
    scenarios.flatMap(({ name, notTested }) => notTested.map(({ message }) => ({ name, message }))),
  );
  const lines = [...new Set(all.map(({ name, message }) => `- ${name}: ${markdownText(message)}`))];
  if (lines.length === 0) return [];
  const { shown, rest } = capped(lines, MAX_NOT_TESTED);
  const list = [...shown, ...rest('entries').map((line) => `- ${line}`)].join('\n');
  return [
    [
      '## Not tested',
      'The run was too short to judge these; they count neither as healthy nor as a doubt:',
      list,
    ].join('\n\n'),
  ];
}

function doubtText({ id, message, action }: Doubt): string {
  return `**${id}**: ${markdownText(message)}. What to do: ${markdownText(action)}`;
}
