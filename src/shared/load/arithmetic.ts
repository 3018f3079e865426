/** What a journey asks of a service, by its own numbers. Pure: the orchestrator plans with it. */
import type { Journey, JourneyTask, Pause } from '../../contract/contract.ts';
import { weightOf } from './choice.ts';

/** Mean number of operations of an iteration in which nothing fails. What enrols is left out: it is done once. */
export function meanOperations({ tasks }: Journey): number {
  return weightedMean(tasks, ({ steps }) => steps.length);
}

/**
 * Mean pause of an iteration, after its steps and at its end, seconds.
 * @param thinkSeconds of the scenario, when the journey has no pause of its own
 */
export function meanPauseSeconds({ tasks, think }: Journey, thinkSeconds: number): number {
  const between = weightedMean(tasks, ({ steps }) =>
    steps.reduce((sum, step) => sum + (step.think === undefined ? 0 : middle(step.think)), 0),
  );
  return between + (think === undefined ? thinkSeconds : middle(think));
}

/** The names of all operations, each once. */
export function operationsOf({ enrol = [], tasks, leave = [] }: Journey): string[] {
  const steps = [...enrol, ...tasks.flatMap((task) => task.steps), ...leave];
  return [...new Set(steps.map(({ op }) => op))];
}

function weightedMean(tasks: JourneyTask[], of: (task: JourneyTask) => number): number {
  const weights = tasks.reduce((sum, task) => sum + weightOf(task), 0);
  return tasks.reduce((sum, task) => sum + weightOf(task) * of(task), 0) / weights;
}

function middle({ minSeconds, maxSeconds }: Pause): number {
  return (minSeconds + maxSeconds) / 2;
}
