/** What was accepted and is done later is not there at once. Pure. */

/** Somebody who has stored a file and looks for it does not wait longer. */
const MOST_SECONDS = 10;
const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 0.5;

/**
 * Looks until it is there, less and less often.
 * @param look whether it is there
 * @param pause waits so many seconds
 * @returns whether it came in time
 */
export function untilThere(look: () => boolean, pause: (seconds: number) => void): boolean {
  let waited = 0;
  for (let seconds = FIRST_PAUSE_SECONDS; !look(); seconds = Math.min(2 * seconds, LONGEST_PAUSE_SECONDS)) {
    if (waited >= MOST_SECONDS) return false;
    pause(seconds);
    waited += seconds;
  }
  return true;
}
