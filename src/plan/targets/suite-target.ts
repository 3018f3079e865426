import { SUITES } from '../../suites/suites.ts';
import type { NamedScenario } from '../scenarios.ts';
import { USUAL_TARGET } from './targets.ts';

/**
 * The target that is tested where none is named: that of the suite, if all that is named is of one that has its own.
 * @param names suites, scenarios and boxes
 */
export function suiteTarget(names: string[], target: string, scenarios: NamedScenario[]): string {
  if (target !== USUAL_TARGET) return target;
  const suites = new Set(
    scenarios
      .filter(({ name, suite }) => names.includes(name) || names.includes(suite))
      .map(({ suite }) => suite),
  );
  const [suite] = suites;
  if (suites.size !== 1 || names.includes('all')) return target;
  return SUITES.find(({ name }) => name === suite)?.target ?? target;
}
