/** What the scripts of a run noted down that they may have stored, and that may still be there. */
import { join } from 'node:path';
import { type StoredNote, TURNS_A_NOTE } from '../contract/contract.ts';
import { fitsPath } from '../shared/request/stored-file.ts';
import { FILES, readLines } from '../store/store.ts';
import { isNameOf, runPrefix } from '../suites/leavings.ts';
import type { Leaves } from '../suites/suite.ts';
import { SECTIONS } from '../suites/suites.ts';

export interface Left {
  files: LeftFile[];
  /** By the name of a suite's `Leaves`. */
  [things: string]: unknown[] | undefined;
}

/** What suites may leave besides files. */
export const LEAVES: readonly Leaves[] = SECTIONS.flatMap(({ leaves }) =>
  leaves === undefined ? [] : [leaves],
);

export interface LeftFile {
  name: string;
  /** The service's own, where it gave one. */
  id?: string;
  /** The user of the load that stored it; 0 for what was laid out before. */
  vu: number;
}

/**
 * @param folders of the scenarios
 * @param seed of the run: a note of a name that does not begin as its names do is passed over
 */
export function leftIn(folders: string[], seed: number): Left {
  const prefix = runPrefix(seed);
  const notes = folders.map(notesIn);
  const files = new Map(notes.flatMap((each) => filesIn(each, prefix)).map((file) => [file.name, file]));
  const ofSuites = LEAVES.map(({ name, leftOf }) => [name, leftOf(notes.flat(), prefix)]);
  return { ...Object.fromEntries(ofSuites), files: [...files.values()] };
}

export function isNothing(left: Left): boolean {
  return Object.values(left).every((things = []) => things.length === 0);
}

function notesIn(folder: string): StoredNote[] {
  const lines = readLines<{ stored: StoredNote }>('stored', join(folder, FILES.stored));
  return lines.map(({ stored }) => stored);
}

const IS_ENDING = /^\.\w{1,16}$/;

type TurnsNote = Extract<StoredNote, { below: number }>;

function filesIn(notes: StoredNote[], prefix: string): LeftFile[] {
  const files = new Map<string, LeftFile>();
  const lastTurns = new Map<string, TurnsNote>();
  const lastAlone = new Map<number, number>();
  let hasIds = false;
  for (const note of notes) {
    if ('below' in note && IS_ENDING.test(note.ending ?? '.bin'))
      lastTurns.set(`${note.vu} ${note.parts}`, note);
    if ('gone' in note) files.delete(note.gone);
    if (!('file' in note) || !isNameOf(prefix, note.file)) continue;
    const { file: name, id = files.get(note.file)?.id, removed = [] } = note;
    for (const each of removed) files.delete(each);
    const [vu = 0, turn = -1] = numbersIn(name, prefix);
    lastAlone.set(vu, turn);
    hasIds ||= id !== undefined;
    if (id === undefined || fitsPath(id)) files.set(name, { name, vu, ...(id === undefined ? {} : { id }) });
  }
  for (const turns of lastTurns.values()) {
    const after = hasIds ? (lastAlone.get(turns.vu) ?? -1) : undefined;
    for (const name of namesOf(turns, prefix, after))
      if (!files.has(name)) files.set(name, { name, vu: turns.vu });
  }
  return [...files.values()];
}

/** @param after where files are noted by themselves: the last turn that was, and so only the next may be under way */
function namesOf(
  { vu, below, parts = 1, ending = '.bin' }: TurnsNote,
  prefix: string,
  after?: number,
): string[] {
  const last = Array.from({ length: TURNS_A_NOTE }, (_, index) => below - 1 - index);
  const turns = after === undefined ? last : last.filter((turn) => turn > after).slice(-1);
  return turns
    .filter((turn) => turn >= 0)
    .flatMap((turn) =>
      Array.from(
        { length: parts },
        (_, part) => `${prefix}${vu}-${turn}${parts === 1 ? '' : `-${part}`}${ending}`,
      ),
    );
}

/** Of the user and its turn; none for what was laid out before the load. */
function numbersIn(name: string, prefix: string): number[] {
  const [, vu, turn] = /^(\d+)-(\d+)/.exec(name.slice(prefix.length)) ?? [];
  return vu === undefined ? [] : [Number(vu), Number(turn)];
}
