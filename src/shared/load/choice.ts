/** Which task comes next. Pure. */
import type { JourneyTask } from '../../contract/contract.ts';

const USUAL_WEIGHT = 1;

/**
 * One of the tasks, each as often as its weight says.
 * @param chance uniform, from 0 to less than 1
 */
export function chosenTask(tasks: JourneyTask[], chance: number): JourneyTask | undefined {
  let left = chance * tasks.reduce((sum, task) => sum + weightOf(task), 0);
  const chosen = tasks.find((task) => {
    left -= weightOf(task);
    return left < 0;
  });
  return chosen ?? tasks[tasks.length - 1]; // what rounding leaves over
}

export function weightOf({ weight = USUAL_WEIGHT }: JourneyTask): number {
  return weight;
}
