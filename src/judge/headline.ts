import type { Finding, ScenarioVerdict } from '../store/records/records.ts';
import { takesAll } from './doubts/doubts.ts';

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
  // One that still started says why nothing was measured.
  if (status === 'unknown' && finding?.detector === 'survival') return withCause(finding);
  if (status === 'unknown') return doubts.find(({ id }) => takesAll(id))?.message ?? finding?.message ?? '';
  return finding === undefined ? '' : withCause(finding);
}

/** The likeliest cause, and what the requests waited for, or what the CPU time was spent on where that comes next; what else was seen is for those who read on. */
function withCause({ message, cause, causes = [] }: Finding): string {
  const [first, second] = causes;
  if (first === undefined) return cause === undefined ? message : `${message} (${cause})`;
  const waiting = causes.find(({ shows }) => shows === 'waiting');
  const told = waiting ?? (second?.shows === 'cpu-time' ? second : first);
  const shown = told === first ? [first] : [first, told];
  return `${message} (${shown.map(({ text }) => text).join('; ')})`;
}
