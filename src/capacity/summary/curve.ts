/** How fast files go as the store fills: the uploads of each stage, in the order in which they came to be, put into groups. */
import { median } from '../../judge/statistics/median.ts';
import type { Amount, FillPoint } from '../../store/records/records.ts';
import { type Upload, wasStored } from '../journal/standing.ts';

/** What a chart can show, and a trend needs no more. */
const MAX_POINTS_A_STAGE = 60;

export interface Curve {
  stage: number;
  points: FillPoint[];
  /** Milliseconds that a byte took, a value for each point. */
  msPerByte: number[];
}

/** @param uploads of the plan; only those that were acknowledged have a time */
export function curvesOf(uploads: Upload[]): Curve[] {
  const timed = uploads
    .filter((upload) => upload.end?.is === 'stored' && upload.index >= 0 && wasStored(upload))
    .sort((a, b) => (a.endedAtMs ?? 0) - (b.endedAtMs ?? 0));
  const so: Amount = { files: 0, bytes: 0 };
  const stages = [...new Set(timed.map(({ stage }) => stage))].sort((a, b) => a - b);
  return stages.map((stage) => {
    const own = timed.filter((upload) => upload.stage === stage);
    const isOfOneSize = own.every(({ bytes }) => bytes === own[0]?.bytes);
    const groups = groupsOf(own);
    const points = groups.map((group): FillPoint => {
      so.files += group.length;
      so.bytes += bytesOf(group);
      const rates = group.map(({ bytes, end }) => (bytes * 1000) / Math.max(end?.ms ?? 0, MIN_MS));
      return {
        ...so,
        stage,
        t: group.at(-1)?.endedAtMs ?? 0,
        ms: median(group.map(msOf)),
        bytesPerSecond: isOfOneSize ? median(rates) : (bytesOf(group) * 1000) / sumOf(group),
      };
    });
    const msPerByte = groups.map((group) =>
      isOfOneSize ? median(group.map(msOf)) / (group[0]?.bytes ?? 1) : sumOf(group) / bytesOf(group),
    );
    return { stage, points, msPerByte };
  });
}

const MIN_MS = 0.001;

function msOf({ end }: Upload): number {
  return end?.ms ?? 0;
}

function bytesOf(group: Upload[]): number {
  return group.reduce((sum, { bytes }) => sum + bytes, 0);
}

function sumOf(group: Upload[]): number {
  return Math.max(
    MIN_MS,
    group.reduce((sum, upload) => sum + msOf(upload), 0),
  );
}

/** Of equal numbers of files, give or take one. */
function groupsOf(uploads: Upload[]): Upload[][] {
  const count = Math.min(MAX_POINTS_A_STAGE, uploads.length);
  return Array.from({ length: count }, (_, group) =>
    uploads.slice(
      Math.round((group * uploads.length) / count),
      Math.round(((group + 1) * uploads.length) / count),
    ),
  );
}
