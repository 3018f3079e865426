import type { Values } from './adapters/adapter.ts';

/** So many readings of others in a row, and the one that was followed is given up: its start time was noise, or it is gone. */
const MAX_OF_OTHERS = 30;

/**
 * Several workers that take turns behind one port would make counters that jump up and down. This keeps to the worker that
 * answered first, and lets the readings of others go; a process that began after it was last seen has taken its place.
 */
export function oneProcess(now: () => number = () => Date.now() / 1000): (values: Values) => Values {
  let followed: number | undefined;
  let seenSeconds = 0;
  let others = 0;
  return (values) => {
    const start = values.process_start_time_seconds;
    if (start === undefined) return values;
    followed ??= start;
    if (start !== followed && start <= seenSeconds && ++others < MAX_OF_OTHERS) return {};
    followed = start;
    seenSeconds = now();
    others = 0;
    return values;
  };
}
