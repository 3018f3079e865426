/** What a run may have stored on the service, as its script notes it down while it goes on. */

/** A line of the notes. Names are those of the run alone; what is noted may be there, and need not. */
export type StoredNote =
  /**
   * The files of this VU's turns below `below` may be there, named `VU-TURN`, or `VU-TURN-0` and so on where a turn stores
   * several; all end in `ending`, default .bin. Only the last TURNS_A_NOTE of them are in doubt, since a file that its turn does not remove is noted by itself. Where the
   * service makes ids, every file is noted by itself once it has one, and only what may just be under way is in doubt.
   */
  | { vu: number; below: number; parts?: number; ending?: string }
  /** A file, with the id that the service gave it; `removed` are those that this VU has removed since it wrote such a line. */
  | { file: string; id?: string; removed?: string[] }
  /** A dataset, with the id that the service gave it. */
  | { dataset: string; id?: string }
  /** Objects below `prefix` of a bucket, which is the run's own where it `made` it. */
  | { bucket: string; prefix: string; made?: true }
  /** A user of a journey, by its number. */
  | { user: number }
  /** What was noted is gone: a file, a dataset, or `u` and the number of a user. */
  | { gone: string };

/** A VU notes the names of so many turns at once, since a line for each would take CPU that the load needs. */
export const TURNS_A_NOTE = 32;
