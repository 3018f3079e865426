/** The reference service with something wrong about its room, and what a campaign must say of it. */
import type { Status } from '../../contract/contract.ts';
import type {
  CapacityConfig,
  CapacityFindingId,
  CapacityStage,
  StopKind,
} from '../../store/records/records.ts';
import type { Row } from '../rows.ts';

/** A campaign in place of a load. */
export interface CampaignRow {
  config: CapacityConfig;
  stop: StopKind;
  /** What fits; one file more or less is none that was counted wrong. */
  files: number;
  status: Status;
  /** Absent in a clean row. */
  finds?: CapacityFindingId;
}

const FILES = 60;
const QUOTA = 41;
/** Two at a time: as they come to an end at once, the ceiling must not be missed by one. */
const USUAL: CapacityStage = { size: '4 KB', count: FILES, concurrency: 2 };
/** So that only the service is slow. */
const ALONE: CapacityStage = { size: '4 KB', count: FILES };
const SIZES: CapacityStage = { size: { median: '20 KB', p95: '500 KB', max: '2 MB' }, count: 120 };

export const CAPACITY_ROWS: readonly Row[] = [
  row('quota', `quota:files=${QUOTA}`, { ...ends('quota', 'healthy'), files: QUOTA, finds: 'ceiling' }),
  row('drops', `quota:files=${QUOTA}:drops=1`, {
    ...ends('drops', 'critical'),
    files: QUOTA,
    finds: 'dropped',
  }),
  row('forever', `quota:files=${QUOTA}:forever=1`, {
    ...ends('quota', 'critical'),
    files: QUOTA,
    finds: 'no-recovery',
  }),
  row('slow-when-full', `quota:files=${FILES}:slow_ms=150`, {
    ...ends('plan', 'critical', ALONE),
    finds: 'slows',
  }),
  row('slow-index', 'slow-index:ms_per_file=3', { ...ends('plan', 'critical', ALONE), finds: 'slows' }),
  // It cannot remove anything either. A file takes a block of the disk.
  row('disk-full', 'disk-full:mb=0.15', {
    ...ends('disk-full', 'critical'),
    files: 39,
    finds: 'no-recovery',
  }),
  row('lost-file', 'lost-file:share=0.1', { ...ends('plan', 'critical'), finds: 'dropped' }),
  row('clean', undefined, ends('plan', 'healthy')),
  // Large files take longer and come when they come: that is no store that slows down.
  row('clean:sizes', undefined, { ...ends('plan', 'healthy', SIZES), files: SIZES.count }),
];

function ends(stop: StopKind, status: Status, stage: CapacityStage = USUAL): CampaignRow {
  const config: CapacityConfig = {
    schema: 'burstbox/capacity-config/1',
    stages: [stage],
    readBack: 0.1,
  };
  return { config, stop, status, files: FILES };
}

function row(name: string, fault: string | undefined, campaign: CampaignRow): Row {
  return {
    name: fault === undefined ? name.replace('clean', 'clean:capacity') : `campaign:${name}`,
    scenario: 'capacity',
    ...(fault === undefined ? {} : { fault }),
    campaign,
  };
}
