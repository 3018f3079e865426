/** What all scenarios of object storage share: a bucket before the load, and nothing of it afterwards. */
import type { Work } from '../program.ts';
import { clearBucket, type Prepared, prepareBucket } from './bucket.ts';
import { measuresOf } from './measures.ts';

export interface S3Load {
  /** Names of its operations in metrics. */
  operations: readonly string[];
  /** Lays out what is there before the load, or sets the bucket up for it. */
  layOut?: (prepared: Prepared) => void;
  /** Goes through every operation of a turn, where a turn does not always. */
  trial?: (prepared: Prepared) => void;
  /** One iteration of one VU. */
  turn: (prepared: Prepared) => void;
}

/** Goes through a turn once before the load, so that a server that lacks an operation is told from one that fails at it: see ask(). */
export function s3Work({ operations, layOut, turn, trial = turn }: S3Load): Work<Prepared> {
  return {
    operations,
    measures: measuresOf(operations),
    prepare() {
      const prepared = prepareBucket();
      try {
        layOut?.(prepared);
        trial(prepared);
      } catch (error) {
        // There is no teardown without a setup.
        clearBucket(prepared);
        throw error;
      }
      return prepared;
    },
    iterate: turn,
    cleanup: clearBucket,
  };
}
