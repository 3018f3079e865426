/** Where a campaign stops by itself, whatever the plan says. */
import { statfsSync } from 'node:fs';
import { BurstboxError } from '../errors.ts';
import { hostOf, isThisMachine } from '../network/addresses.ts';
import { bytesIn, bytesText } from '../text/bytes.ts';

export interface StorageLimits {
  maxTotalBytes?: number;
  minFreeDisk: FreeDisk;
}

/** As typed, with what it means: a share of the disk, or bytes. */
export interface FreeDisk {
  text: string;
  share?: number;
  bytes?: number;
}

export const USUAL_FREE_DISK = '5%';

/** @throws BurstboxError usage */
export function freeDiskOf(text: string): FreeDisk {
  const [, percent] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  if (percent !== undefined && Number(percent) < 100) return { text, share: Number(percent) / 100 };
  const bytes = text.trim() === '0' ? 0 : bytesIn(text);
  if (bytes !== undefined) return { text, bytes };
  throw new BurstboxError(
    'usage',
    `--min-free-disk ${text}: expected a share of the disk such as 5%, a size such as 20GB, or 0`,
    { text },
  );
}

/** @throws BurstboxError usage */
export function totalBytesOf(text: string): number {
  const bytes = bytesIn(text);
  if (bytes !== undefined) return bytes;
  throw new BurstboxError('usage', `--max-total-bytes ${text}: expected a size such as 200GB or 1.5 TiB`, {
    text,
  });
}

export interface DiskState {
  folder: string;
  totalBytes: number;
  freeBytes: number;
  usedBytes: number;
}

/** As df tells it: what a user without privileges can still write is free. Undefined where the folder is not there. */
export function diskOf(folder: string): DiskState | undefined {
  try {
    const { bsize, blocks, bfree, bavail } = statfsSync(folder);
    return {
      folder,
      totalBytes: blocks * bsize,
      freeBytes: bavail * bsize,
      usedBytes: (blocks - bfree) * bsize,
    };
  } catch {
    return undefined;
  }
}

/**
 * @param disks those that what is stored may come to lie on
 * @param nextBytes what is about to be stored
 * @returns why it must not be, in words; undefined when it may
 */
export function whyNoMore(
  { maxTotalBytes, minFreeDisk }: StorageLimits,
  disks: readonly string[],
  totalBytes: number,
  nextBytes: number,
): string | undefined {
  if (maxTotalBytes !== undefined && totalBytes + nextBytes > maxTotalBytes)
    return `--max-total-bytes ${bytesText(maxTotalBytes)}: ${bytesText(totalBytes)} are stored, and the next file would be over it`;
  const full = disks
    .flatMap((folder) => diskOf(folder) ?? [])
    .find((disk) => wouldBeUnder(minFreeDisk, disk, nextBytes));
  return full === undefined
    ? undefined
    : `--min-free-disk ${minFreeDisk.text}: the disk of ${full.folder} has ${bytesText(full.freeBytes)} free; with --min-free-disk 0 it is filled`;
}

function wouldBeUnder({ share = 0, bytes = 0 }: FreeDisk, disk: DiskState, nextBytes: number): boolean {
  const keep = Math.max(bytes, share * disk.totalBytes);
  return keep > 0 && disk.freeBytes - nextBytes < keep;
}

/**
 * What is stored on a service of this machine may come to lie on any disk of it: that of the results is the one that we know of.
 * @returns folders on the disks to watch
 */
export async function disksOf(
  baseUrl: string,
  results: string,
  dataFolder: string | undefined,
): Promise<string[]> {
  const own = (await isThisMachine(hostOf(baseUrl))) ? [results] : [];
  return [...own, ...(dataFolder === undefined ? [] : [dataFolder])];
}
