/** campaign.json and journal.ndjson: what a capacity campaign was asked to do, and what it did. */

import type { Enforcement } from './box.ts';
import type { CapacityConfig } from './capacity-config.ts';
import type { Watched } from './run.ts';

/** Written before the first file and again at the end. */
export interface CampaignRecord {
  schema: 'burstbox/campaign/1';
  id: string;
  /** What the names of its files begin with; how they end nobody else can know before either. */
  prefix: string;
  burstbox: { version: string; gitCommit?: string; gitDirty?: boolean };
  /** Without secrets. */
  argv: string[];
  startedAtMs: number;
  finishedAtMs?: number;
  state: 'running' | 'finished' | 'interrupted' | 'failed';
  /** Who is at work on it while it is running. */
  owner: { pid: number; startTicks: number; host: string };
  machine: { os: string; arch: string; cores: number; memoryMib: number; node: string };
  target: { name: string; about: string; file?: string; baseUrl: string };
  config: CapacityConfig;
  limits: { maxTotalBytes?: number; minFreeDisk: string };
  bucket?: CampaignBucket;
  facts: CampaignFacts;
}

export interface CampaignBucket {
  name: string;
  prefix: string;
  /** The campaign made it, and removes it when it is empty. */
  made: boolean;
}

/** What two campaigns must have in common to be compared, in as far as it is known. */
export interface CampaignFacts {
  service?: SourceFact;
  frontend?: SourceFact;
  database?: string;
  /** Of the data folder, where it can be seen. */
  diskBefore?: DiskFact;
  diskAfter?: DiskFact;
  /** What the service told of the rights of who asks. */
  scope?: string;
  /** Seconds that the clock of the service is ahead of ours, to the second that its header Date tells. */
  clockAheadSeconds?: number;
  /** What burstbox started the service in. It is gone, with all that was stored. */
  box?: CampaignBox;
  /** Planted in the reference service. */
  faults?: string[];
  watched?: Watched;
  /** Why nothing was watched. */
  unwatched?: string;
}

export interface CampaignBox {
  profile: string;
  about: string;
  driver: string;
  enforces: Enforcement;
}

export interface SourceFact {
  commit?: string;
  path?: string;
  dirty?: boolean;
}

export interface DiskFact {
  folder: string;
  totalBytes: number;
  usedBytes: number;
  freeBytes: number;
}

/** A line of journal.ndjson, on the disk before what it tells of begins, or before anything is made of it. */
export type JournalLine = { t: number } & JournalEntry;

export type JournalEntry =
  /** It is about to be sent. `index`: which file of the stage. */
  | { begin: { n: number; stage: number; index: number; name: string; bytes: number; alone?: true } }
  /** It comes in parts, under this id of the store's, and none of them was sent yet. */
  | { parts: { n: number; id: string } }
  | { end: UploadEnd }
  /** It was looked at again. */
  | { look: LookAt }
  /** An upload without an answer, or with a refusal, was looked up. */
  | { found: Found }
  /** We have removed it. */
  | { gone: { n: number } }
  | { stop: Stop }
  | { recovery: Recovery }
  | { resumed: { pid: number } };

export interface UploadEnd {
  n: number;
  is: 'stored' | 'refused' | 'unanswered';
  status: number;
  ms: number;
  sentBytes: number;
  id?: string;
  said?: string;
}

export interface LookAt {
  n: number;
  is: 'whole' | 'absent' | 'partial' | 'differs' | 'unreadable';
  /** `check`: right after its upload; `read`: read back whole; `full`: after the ceiling was met. */
  when: 'check' | 'read' | 'full';
  ms?: number;
  bytes?: number;
  said?: string;
}

/** `partial`: it is there and ours, and shorter than it should be: no file of the plan, but to be removed. */
export interface Found {
  n: number;
  is: 'stored' | 'not-stored' | 'partial' | 'unknown';
  id?: string;
  said?: string;
}

/**
 * Why no more was stored. `plan`: it was all; `limit`: ours. The rest is the service's: it has no room (`quota`, `disk-full`),
 * acknowledges and drops, cuts the connection, does not answer, fails, refuses for another reason, is gone.
 */
export type StopKind =
  | 'plan'
  | 'limit'
  | 'quota'
  | 'disk-full'
  | 'drops'
  | 'cut'
  | 'timeout'
  | 'errors'
  | 'refused'
  | 'file-limit'
  | 'gone';

export interface Stop {
  kind: StopKind;
  message: string;
  /** What would have been stored next. */
  nextBytes?: number;
  status?: number;
  /** Of 1 KiB, whether it was still taken. */
  takesSmall?: boolean;
}

/** Does room that is given back become free? */
export interface Recovery {
  removedFiles: number;
  removedBytes: number;
  /** Whether a file that fits into that was then taken. */
  recovered: boolean;
  afterSeconds?: number;
  said?: string;
  /** Not the next file, but a removal was refused: for want of room, or nobody knows why. */
  removalRefused?: 'disk-full' | 'unknown';
}
