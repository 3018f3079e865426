/** What clients of a versioned store write down. */

/**
 * One operation of a client on one key: a line of history.ndjson. Operations with an equal stamp are concurrent.
 * Version tokens are opaque: which follows which is in the chain of writes (`r` → `v`), not in the tokens. The initial
 * state is what `create` wrote, the final one what the reads marked `f` saw.
 */
export interface HistoryRecord {
  /** Client; its operations follow each other. 0 before and after the load. */
  c: number;
  /** Key: what the client reads and writes, such as the name of a dataset. */
  k: string;
  o: 'read' | 'write' | 'create' | 'remove';
  /** Begin and end, whole epoch ms. */
  b: number;
  e: number;
  /**
   * `conflict`: refused because somebody else was first. `fail`: surely not applied (another 4xx). `unknown` (timeout,
   * reset, 5xx): applied at any time after the begin, or never.
   */
  s: 'ok' | 'conflict' | 'fail' | 'unknown';
  /** Version token that the answer showed. Absent: it showed none, or nothing is there. */
  v?: string;
  /** Value that was read or written; one of each attempt to write. Absent in a read: nothing is there. */
  x?: string;
  /** Version token that a write or remove was based on. Absent: unconditional. */
  r?: string;
  /** A read of the final state, when all clients have ended. */
  f?: 1;
}

/** One operation of a client. Versions and values are as people read them; those of a target, so no more than text. */
export interface StoryOperation {
  client: number;
  op: HistoryRecord['o'];
  key: string;
  /** Seconds from the begin of the load; negative before it. */
  beginSeconds: number;
  endSeconds: number;
  outcome: HistoryRecord['s'];
  /** That the answer showed. */
  version?: string;
  /** That was read or written; absent in a read: nothing was there. */
  value?: string;
  /** Version that a write was based on. */
  basedOn?: string;
  /** It is what the others rule out. */
  isWrong?: true;
}
