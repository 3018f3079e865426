/** The object storage of a target file, and what the orchestrator hands to scripts of it. */

/** What an error says of an operation that the server does not have: that is neither its failure nor its success. */
export const NOT_SUPPORTED = 'not supported by this server';

/** An endpoint that speaks S3, at the target's base URL. */
export interface S3Target {
  /** What requests are signed for; default us-east-1, which servers of one's own mostly take. */
  region?: string;
  /** A bucket that is there, which is then neither made nor removed. Absent: each load makes one of its own. */
  bucket?: string;
  /** What keys begin with in a bucket that is there; default none. */
  prefix?: string;
  /** Where the bucket stands in an address: `host/bucket/key`, the default, or `bucket.host/key`. */
  style?: 'path' | 'virtual-host';
  /** Whether the SHA-256 of a body is signed with the rest; default unsigned, as clients do over TLS. */
  payload?: 'unsigned' | 'hashed';
  /** Absent: requests are not signed. */
  keys?: S3KeyValues | { profile: string };
}

/** In a target file each is the name of an environment variable, as in `${AWS_ACCESS_KEY_ID}`. */
export interface S3KeyValues {
  accessKey: string;
  secretKey: string;
  sessionToken?: string;
}

/** What one scenario does in another way than it is declared, where a configuration says so; handed to scripts as S3_LOAD. */
export interface S3Load {
  users?: number;
  /** Users that begin a second. */
  spawnRate?: number;
  durationSeconds?: number;
  /** Shares. */
  mix?: Partial<Record<'put' | 'get' | 'list' | 'delete', number>>;
  /** Only these classes then come. */
  sizes?: Partial<
    Record<'small' | 'medium' | 'large' | 'whole', { share: number; bytes?: [number, number] }>
  >;
  pool?: { objects?: number; bytes?: number; access?: 'zipf' | 'even' };
  /** Of all users together. */
  keys?: number;
  /** What is asked for while the load runs is counted by operation. */
  exports?: true;
}
