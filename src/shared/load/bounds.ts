/** Loads that a scenario refuses: no shape is cut down without a word. Pure, so that the orchestrator refuses them first. */
import type { LoadBounds, Scenario } from '../../contract/contract.ts';
import type { Pacing } from './shape.ts';

/** What is wrong with a load that was asked for, in words; undefined when it is within the scenario's bounds. */
export function outOfBounds(
  { bounds }: Pick<Scenario, 'bounds'>,
  { vus, durationSeconds }: Pick<Pacing, 'vus' | 'durationSeconds'>,
  named: { vus: string; duration: string },
): string | undefined {
  if (bounds === undefined) return undefined;
  if (isOutside(vus, bounds.vus))
    return `${named.vus} ${vus} is out of range; expected ${bounds.vus[0]} to ${bounds.vus[1]} clients`;
  if (isOutside(durationSeconds, bounds.seconds))
    return `${named.duration} ${durationSeconds}s is out of range; expected ${bounds.seconds.map(timeText).join(' to ')}`;
  return undefined;
}

/** `300s`, `24h`. */
function timeText(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds}s`;
}

function isOutside(value: number | undefined, [least, most]: LoadBounds['seconds']): boolean {
  return value !== undefined && !(value >= least && value <= most);
}
