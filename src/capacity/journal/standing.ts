/** How a campaign stands, by its journal alone. */

import { join } from 'node:path';
import type { Found, JournalLine, LookAt, Recovery, Stop, UploadEnd } from '../../store/records/records.ts';
import { FILES, readLines } from '../../store/store.ts';

export interface Upload {
  n: number;
  stage: number;
  index: number;
  name: string;
  bytes: number;
  beganAtMs: number;
  endedAtMs?: number;
  /** Sent while no other was. */
  alone: boolean;
  /** The store's id of an upload in parts. */
  partsId?: string;
  end?: UploadEnd;
  found?: Found;
  looks: LookAt[];
  gone: boolean;
}

export interface Standing {
  /** By `n`, in the order in which they were begun. */
  uploads: Map<number, Upload>;
  stops: Stop[];
  recovery?: Recovery;
  /** Times that it went on after an interruption. */
  resumed: number;
}

export function readStanding(folder: string): Standing {
  return standingOf(readLines<JournalLine>('journal', join(folder, FILES.journal)));
}

export function newStanding(): Standing {
  return { uploads: new Map(), stops: [], resumed: 0 };
}

function standingOf(lines: JournalLine[]): Standing {
  const standing = newStanding();
  for (const line of lines) note(standing, line);
  return standing;
}

/** Takes in a line; one about a file that no line began is passed over. */
export function note(standing: Standing, line: JournalLine): void {
  if ('begin' in line) {
    const { alone = false, ...begin } = line.begin;
    standing.uploads.set(begin.n, { ...begin, alone, beganAtMs: line.t, looks: [], gone: false });
  } else if ('stop' in line) standing.stops.push(line.stop);
  else if ('recovery' in line) standing.recovery = line.recovery;
  else if ('resumed' in line) resume(standing);
  else noteOfFile(standing, line);
}

/** Why it had stopped before holds no more. */
function resume(standing: Standing): void {
  standing.resumed++;
  standing.stops = [];
  delete standing.recovery;
}

type OfFile = Extract<
  JournalLine,
  { parts: unknown } | { end: unknown } | { look: unknown } | { found: unknown } | { gone: unknown }
>;

function noteOfFile({ uploads }: Standing, line: OfFile): void {
  if ('end' in line) {
    const upload = uploads.get(line.end.n);
    if (upload !== undefined) Object.assign(upload, { end: line.end, endedAtMs: line.t });
  } else if ('parts' in line) {
    const upload = uploads.get(line.parts.n);
    if (upload !== undefined) upload.partsId = line.parts.id;
  } else if ('look' in line) uploads.get(line.look.n)?.looks.push(line.look);
  else if ('found' in line) {
    const upload = uploads.get(line.found.n);
    if (upload !== undefined) upload.found = line.found;
  } else {
    const upload = uploads.get(line.gone.n);
    if (upload !== undefined) upload.gone = true;
  }
}

/** It was stored, acknowledged or not, and so counts as a file of the plan, also when we have removed it again. */
export function wasStored({ end, found, looks }: Upload): boolean {
  if (wasDropped(looks)) return false;
  return end?.is === 'stored' || found?.is === 'stored';
}

/** It is there now, as far as is known. */
export function isStored(upload: Upload): boolean {
  return wasStored(upload) && !upload.gone;
}

/** What the service calls it; undefined where it has not said so. */
export function idOf({ end, found }: Upload): string | undefined {
  return end?.id ?? found?.id;
}

/** Nobody knows yet whether it is there: it was not answered, or refused, and not looked up since. */
export function isOpen({ end, found, gone }: Upload): boolean {
  return !gone && end?.is !== 'stored' && (found === undefined || found.is === 'unknown');
}

/** Acknowledged, and not there when it was looked at right afterwards. */
export function wasDropped(looks: LookAt[]): boolean {
  const checks = looks.filter(({ when }) => when === 'check');
  const last = checks.at(-1);
  return last !== undefined && last.is !== 'whole' && last.is !== 'unreadable';
}
