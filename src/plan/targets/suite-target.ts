import { SUITES } from '../../suites/suites.ts';
import type { NamedScenario } from '../scenarios.ts';
import { USUAL_TARGET } from './targets.ts';

/**
 * The target that is tested where none is named: that of the suite, if all that is named is of one that has its own.
 * @param names suites, scenarios and boxes
 * @param isNamed the user has named the target, even if it is the usual one
 */
export function suiteTarget(
  names: string[],
  { target, isNamed }: { target: string; isNamed: boolean },
  scenarios: NamedScenario[],
): string {
  if (isNamed || target !== USUAL_TARGET) return target;
  const suites = new Set(
    scenarios
      .filter(({ name, suite }) => names.includes(name) || names.includes(suite))
      .map(({ suite }) => suite),
  );
  const [suite] = suites;
  if (suites.size !== 1 || names.includes('all')) return target;
  return SUITES.find(({ name }) => name === suite)?.target ?? target;
}
