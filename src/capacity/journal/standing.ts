/** How a campaign stands, by its journal alone. */

import { join } from 'node:path';
import type {
  Found,
  JournalEntry,
  JournalLine,
  LookAt,
  Recovery,
  Stop,
  UploadEnd,
} from '../../store/records/records.ts';
import { eachLine, FILES } from '../../store/store.ts';

export interface Upload {
  n: number;
  stage: number;
  index: number;
  name: string;
  bytes: number;
  beganAtMs: number;
  endedAtMs: number | undefined;
  /** Sent while no other was. */
  alone: boolean;
  /** The store's id of an upload in parts. */
  partsId?: string;
  end: UploadEnd | undefined;
  found?: Found;
  looks: readonly LookAt[];
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

/** A few for each file of the largest plan, and for each time that it was tried again. */
const MAX_LINES = 20_000_000;

export function readStanding(folder: string): Standing {
  return standingOf(eachLine<JournalLine>('journal', join(folder, FILES.journal), MAX_LINES));
}

export function newStanding(): Standing {
  return { uploads: new Map(), stops: [], resumed: 0 };
}

function standingOf(lines: Iterable<JournalLine>): Standing {
  const standing = newStanding();
  for (const line of lines) note(standing, line);
  return standing;
}

/** Takes in a line; one about a file that no line began is passed over. */
export function note(standing: Standing, line: JournalLine): void {
  if ('begin' in line) {
    standing.uploads.set(line.begin.n, newUpload(line.begin, line.t));
  } else if ('stop' in line) standing.stops.push(line.stop);
  else if ('recovery' in line) standing.recovery = line.recovery;
  else if ('resumed' in line) resume(standing);
  else noteOfFile(standing, line);
}

/** Written out, with what comes later: so an engine keeps it in a third of the room, and there may be a million. */
export function newUpload(
  { n, stage, index, name, bytes, alone }: Extract<JournalEntry, { begin: unknown }>['begin'],
  beganAtMs: number,
): Upload {
  const none = undefined;
  return {
    n,
    stage,
    index,
    name,
    bytes,
    beganAtMs,
    endedAtMs: none,
    alone: alone === true,
    end: none,
    looks: NONE,
    gone: false,
  };
}

const NONE: readonly LookAt[] = [];

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
    if (upload === undefined) return;
    const { end, t } = line;
    // One text for both, where the name is the id: there may be a million.
    upload.end = end.id === upload.name ? { ...end, id: upload.name } : end;
    upload.endedAtMs = t;
  } else if ('parts' in line) {
    const upload = uploads.get(line.parts.n);
    if (upload !== undefined) upload.partsId = line.parts.id;
  } else if ('look' in line) {
    const upload = uploads.get(line.look.n);
    // An array that grows keeps room for more.
    if (upload !== undefined) upload.looks = upload.looks.concat(line.look);
  } else if ('found' in line) {
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
export function wasDropped(looks: readonly LookAt[]): boolean {
  const checks = looks.filter(({ when }) => when === 'check');
  const last = checks.at(-1);
  return last !== undefined && last.is !== 'whole' && last.is !== 'unreadable';
}
