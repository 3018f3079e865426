import type { Finding, ScenarioVerdict } from '../store/records/records.ts';
import { OF_THE_CPU } from './causes/cpu.ts';
import { takesAll } from './doubts.ts';

/**
 * The one sentence about a scenario that a person reads first: what we doubt when it is unknown, else its worst
 * finding; of a healthy ladder, where it breaks. Then how many repeats came to that.
 */
export function headline(verdict: ScenarioVerdict): string {
  return [sentence(verdict), verdict.repeats?.message ?? ''].filter((part) => part !== '').join('; ');
}

function sentence({ status, findings, doubts }: ScenarioVerdict): string {
  const finding = findings.find((each) => each.status === status);
  if (status === 'healthy') {
    const broken = findings.find(({ detector }) => detector === 'breaking-point');
    return broken === undefined ? '' : withCause(broken);
  }
  if (status === 'unknown') return doubts.find(({ id }) => takesAll(id))?.message ?? finding?.message ?? '';
  return finding === undefined ? '' : withCause(finding);
}

function withCause({ message, cause }: Finding): string {
  return cause === undefined ? message : `${message} (${firstPart(cause)})`;
}

/** The likeliest cause stands first, and where that is the CPU, what it went to; what else was seen is for those who read on. */
function firstPart(cause: string): string {
  const [first = cause, second] = cause.split('; ');
  return second?.startsWith(OF_THE_CPU) ? `${first}; ${second}` : first;
}
