/** What verdict.json says of a scenario of object storage. */

/** What one scenario of object storage measured, by operation and size. */
export interface ObjectsRecord {
  /** Those that were played; `put_small` is a put of a small object. */
  operations: ObjectOperation[];
  /** Errors of the load by code of S3, the most frequent first. */
  errors: ObjectError[];
  /** Of objects that users share. */
  access?: {
    /** Share of the reads that the most popular tenth of the keys got, and what it should be. */
    hotShare: number;
    declaredHotShare: number;
    /** Median time to the first byte of the other keys, in times of that of the popular ones: what a cache brings. */
    coldByHot?: number;
  };
  /** Of a load that takes all it can get: who had no more to give. */
  endedBy?: 'box' | 'generator' | 'both' | 'neither';
}

export interface ObjectOperation {
  operation: string;
  /** With those that failed, a second of the load. */
  perSecond: number;
  failedShare: number;
  megabytesPerSecond?: number;
  medianMs?: number;
  p95Ms?: number;
  p99Ms?: number;
  p999Ms?: number;
  firstByteP95Ms?: number;
}

export interface ObjectError {
  /** Of S3; `other` is any that is not known, or none at all. */
  code: string;
  count: number;
  /** The first of them. */
  first?: FirstError;
}

export interface FirstError {
  operation: string;
  status: number;
  /** As the server gave it, where that is none of the known codes. */
  code?: string;
  /** By which the server's own log has it. */
  requestId?: string;
}
