/** Why a load is ended before its planned end, though the service lives and the user waits. */
export interface Ending {
  /** `settled`: nothing is wrong, there is only nothing more to learn. */
  id: 'target-memory-critical' | 'limit-hopeless' | 'settled';
  message: string;
}

/**
 * Looks at each reading once, in order of time, and says when it is enough.
 * @param playedSeconds how long the load had been played at that reading; 0 before it began
 */
export type Rule<Reading> = (reading: Reading, playedSeconds: number) => Ending | undefined;
