/** What is to be said of a suite. */
import type { StoredNote, TargetSuites } from '../contract/contract.ts';
import type { Client, Fate } from './leavings.ts';

export interface Suite {
  /** As it is typed, and as its scripts name it. */
  name: string;
  /** For whom it is, in one line for `list`. */
  about: string;
  /** In the order in which they are played: the lightest first, the one that is meant to break the service last. */
  scenarios: readonly string[];
  /** Absent: routes are all that its scenarios need of a target. */
  section?: Section;
  /** What is tested where no target is named, from targets/; absent: the reference service. */
  target?: string;
}

export type SectionKey = keyof TargetSuites;
export type Described<Key extends SectionKey> = NonNullable<TargetSuites[Key]>;

/** The section of the target file that a suite goes by; schema/target.schema.json says how it is written. */
export interface Section<Key extends SectionKey = SectionKey> {
  key: Key;
  /** @throws BurstboxError config with the place of the first mistake that the schema cannot know of */
  check(file: string, description: Described<Key>): void;
  /** What an iteration is, where the section says it; absent: the scenario does. */
  iteration?(description: Described<Key>, thinkSeconds: number): Iteration;
  /** What its scripts may leave on the service; absent: they store nothing. */
  leaves?: Leaves<Key>;
}

export interface Iteration {
  /** Mean pause, seconds. */
  thinkSeconds: number;
  /** Mean number of operations where nothing fails. */
  operations: number;
}

export interface Leaves<Key extends SectionKey = SectionKey, Thing = unknown> {
  /** Key in the list of what is left, such as `datasets`, and one of them in words. */
  name: string;
  what: string;
  /**
   * @param notes of the scripts, in the order in which they were written; not trusted
   * @param prefix that all names of the run begin with
   * @returns what may still be there
   */
  leftOf(notes: StoredNote[], prefix: string): Thing[];
  /** Removes one, after it was shown to be the run's own. @throws BurstboxError target when the service is silent */
  remove(client: Client, description: Described<Key>, thing: Thing, how: Removal): Promise<Fate>;
}

export interface Removal {
  /** Of the run. */
  seed: number;
  /** Looks, and removes nothing. */
  dryRun: boolean;
}
