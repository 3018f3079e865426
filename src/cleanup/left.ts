/** What the scripts of a run noted down that they may have stored, and that may still be there. */
import { join } from 'node:path';
import { type StoredNote, TURNS_A_NOTE } from '../contract/contract.ts';
import type { Dataset } from '../shared/request/dataset.ts';
import { fitsPath } from '../shared/request/stored-file.ts';
import { FILES, readLines } from '../store/store.ts';

export interface Left {
  files: LeftFile[];
  datasets: Dataset[];
  /** Users of a journey, by number. */
  users: number[];
}

export interface LeftFile {
  name: string;
  /** The service's own, where it gave one. */
  id?: string;
  /** The user of the load that stored it; 0 for what was laid out before. */
  vu: number;
}

/** What all names of a run begin with. */
export function runPrefix(seed: number): string {
  return `bb-${seed.toString(16)}-`;
}

/**
 * @param folders of the scenarios
 * @param seed of the run: a note of a name that does not begin as its names do is passed over
 */
export function leftIn(folders: string[], seed: number): Left {
  const prefix = runPrefix(seed);
  const files = new Map<string, LeftFile>();
  const datasets = new Map<string, Dataset>();
  const users = new Set<number>();
  for (const folder of folders) {
    const notes = notesIn(folder);
    for (const file of filesIn(notes, prefix)) files.set(file.name, file);
    for (const note of notes) {
      if ('dataset' in note && isNameOf(prefix, note.dataset)) {
        const { dataset: name, id = name } = note;
        if (fitsPath(id)) datasets.set(name, { name, id });
      }
      if ('user' in note) users.add(note.user);
      else if ('gone' in note) {
        datasets.delete(note.gone);
        if (/^u\d+$/.test(note.gone)) users.delete(Number(note.gone.slice(1)));
      }
    }
  }
  return { files: [...files.values()], datasets: [...datasets.values()], users: [...users] };
}

export function isNothing({ files, datasets, users }: Left): boolean {
  return files.length + datasets.length + users.length === 0;
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

/** As own names are made: nothing in them leads elsewhere. */
function isNameOf(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^[\w-]+(\.\w{1,16})?$/.test(name.slice(prefix.length));
}

/** Of the user and its turn; none for what was laid out before the load. */
function numbersIn(name: string, prefix: string): number[] {
  const [, vu, turn] = /^(\d+)-(\d+)/.exec(name.slice(prefix.length)) ?? [];
  return vu === undefined ? [] : [Number(vu), Number(turn)];
}
