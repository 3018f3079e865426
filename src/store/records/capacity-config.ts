/** config.json of a capacity campaign, as it is written. Its schema is schema/capacity-config.schema.json. */

export interface CapacityConfig {
  schema: 'burstbox/capacity-config/1';
  stages: CapacityStage[];
  pauseSeconds?: number;
  content?: { seed?: number; compressibility?: number };
  readBack?: number;
  idleTimeoutSeconds?: number;
  dataFolder?: string;
  log?: string;
  database?: string;
  service?: Source;
  frontend?: Source;
}

export interface CapacityStage {
  size: StageSize;
  count: number;
  concurrency?: number;
}

/** Each size as people write it: `10 KB`, `5 GB`. */
export type StageSize =
  | string
  | { size: string; weight: number }[]
  /** A log-normal distribution, cut off at `max`. */
  | { median: string; p95: string; max: string };

export interface Source {
  commit?: string;
  /** Of a git checkout. */
  path?: string;
}
