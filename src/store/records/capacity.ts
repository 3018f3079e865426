/** summary.json of a capacity campaign. Its schema is schema/capacity.schema.json. */
import type { Status } from '../../contract/contract.ts';
import type { CampaignFacts, CampaignRecord, Recovery, Stop } from './campaign.ts';
import type { CapacityConfig } from './capacity-config.ts';

export interface CapacitySummary {
  schema: 'burstbox/capacity/1';
  campaign: string;
  state: CampaignRecord['state'];
  status: Status;
  /** What it comes to, in a sentence. */
  headline: string;
  startedAtMs: number;
  durationSeconds: number;
  target: CampaignRecord['target'];
  plan: Amount;
  /** Of the plan, acknowledged and not dropped. */
  stored: Amount;
  /** Of these, what is still there by now. */
  left: Amount;
  stop?: Stop;
  /** What was stored when the service took no more; absent where that was not met. One more file was not taken. */
  ceiling?: Amount;
  uploads: UploadCounts;
  /** Looks at what is stored, once the service took no more. */
  whenFull?: { looked: number; whole: number; problems: string[] };
  recovery?: Recovery;
  transfer: TransferFigures;
  stages: StageFigures[];
  findings: CapacityFinding[];
  doubts: CapacityDoubt[];
  facts: CampaignFacts;
  config: CapacityConfig;
  limits: CampaignRecord['limits'];
  curve: FillPoint[];
}

export interface Amount {
  files: number;
  bytes: number;
}

export interface UploadCounts {
  begun: number;
  acknowledged: number;
  refused: number;
  unanswered: number;
  /** Acknowledged, and then not there or not as they were sent. */
  dropped: number;
  /** Read back whole with other bytes than were sent. */
  differed: number;
  /** Failed, and taken when they were sent again. */
  repeated: number;
  /** Nobody can know whether they are stored. */
  unknown: number;
}

export interface TransferFigures {
  /** All files that were stored, over the time in which at least one was on its way. */
  bytesPerSecond?: number;
  medianMs?: number;
  p95Ms?: number;
}

export interface StageFigures extends TransferFigures {
  stage: number;
  smallest: number;
  largest: number;
  concurrency: number;
  planned: Amount;
  stored: Amount;
  /** How the time that a byte takes changes as the store fills; absent where there is too little to tell. */
  slope?: Slope;
  /** Where it takes twice the time of the beginning, and stays so. */
  halfSpeedAt?: Amount;
}

/** TimeChange of the time that a byte takes, percent of the beginning, each with the interval that holds it with 99 %. */
export interface Slope {
  perGb: TimeChange;
  /** From the first files of the stage to its last. */
  inAll: TimeChange;
  /** Probability of such a trend by chance. */
  p: number;
  /** It is certain, goes on, and is more than noise makes. */
  isLasting: boolean;
}

export interface TimeChange {
  percent: number;
  low: number;
  high: number;
}

/** What was stored by then, and how fast the files until then, since the point before, went. */
export interface FillPoint extends Amount {
  stage: number;
  t: number;
  /** Median time of an upload. */
  ms: number;
  /** Of one upload. */
  bytesPerSecond: number;
  memoryBytes?: number;
  diskUsedBytes?: number;
}

export type CapacityFindingId =
  | 'ceiling'
  | 'file-limit'
  | 'dropped'
  | 'bytes'
  | 'unreadable'
  | 'no-recovery'
  | 'slows'
  | 'failures';

export interface CapacityFinding {
  id: CapacityFindingId;
  status: Status;
  message: string;
  advice?: string;
}

export interface CapacityDoubt {
  id:
    | 'interrupted'
    | 'nothing-stored'
    | 'unknown-uploads'
    | 'not-about-room'
    | 'not-looked-at'
    | 'machine-busy';
  message: string;
  action: string;
}
