/** The legs of a load as a `-e` parameter. */
import type { Leg } from '../../contract/contract.ts';

const PHASES: readonly string[] = [
  'warmup',
  'steady',
  'level',
  'base',
  'spike',
  'recovery',
] satisfies Leg['phase'][];
const MOVES: readonly string[] = ['ramp', 'hold'] satisfies Leg['move'][];
const EXPECTED = `legs such as [{"phase":"steady","move":"hold","seconds":30,"level":100}], with phase ${PHASES.join(', ')}; move ${MOVES.join(', ')}; seconds more than 0; level a whole number of at least 1`;

/** @throws when the text is not a list of at least one leg. */
export function parseLegs(name: string, text: string): Leg[] {
  const legs = parse(text);
  if (!Array.isArray(legs) || legs.length === 0) throw new Error(`${name} is ${text}; expected ${EXPECTED}`);
  const bad = legs.findIndex((leg) => !isLeg(leg));
  if (bad === -1) return legs;
  throw new Error(`leg ${bad} of ${name} is ${JSON.stringify(legs[bad])}; expected ${EXPECTED}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLeg(value: unknown): value is Leg {
  if (typeof value !== 'object' || value === null) return false;
  const { phase, move, seconds, level } = value as Partial<Record<keyof Leg, unknown>>;
  return (
    PHASES.includes(String(phase)) &&
    MOVES.includes(String(move)) &&
    Number.isFinite(seconds) &&
    Number(seconds) > 0 &&
    Number.isInteger(level) &&
    Number(level) >= 1
  );
}
