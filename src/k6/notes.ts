/**
 * Notes down what this run may have stored, a line each on the console, so that it can be found and removed even when k6 is
 * killed. Where names are ours it takes one line for many files; an id of the service's own is known by its line alone.
 */
import { type StoredNote, TURNS_A_NOTE } from '../contract/contract.ts';
import { ENDING } from './files/own-name.ts';
import { RUN_PREFIX } from './run-prefix.ts';

/** Of files by themselves and a VU: a service that fails at everything must not fill the disk. */
const MAX_ALONE = 1000;

/** What turnName() gave this VU last. */
let turn = { vu: 0, number: -1 };
/** Turns below which this VU's names are noted, by the number of files of a turn. */
const notedBelow: Record<number, number> = {};
let alone = 0;
let removed: string[] = [];

export function beginTurn(vu: number, number: number): string {
  turn = { vu, number };
  return `${vu}-${number}`;
}

/** To be called before files are sent. */
export function noteFiles(names: string[]): void {
  if (!names.every(isOfTurn)) {
    for (const name of names) noteAlone(name);
    return;
  }
  const { vu, number } = turn;
  const parts = names.length;
  if (number < (notedBelow[parts] ?? 0)) return;
  const below = number + TURNS_A_NOTE;
  notedBelow[parts] = below;
  note({ vu, below, ...(parts === 1 ? {} : { parts }), ...(ENDING === '.bin' ? {} : { ending: ENDING }) });
}

/** A file that the service has taken, under an id of its own. */
export function noteId(file: string, id: string): void {
  note({ file, id, ...(removed.length === 0 ? {} : { removed }) });
  removed = [];
}

/** Is told with the next file that is noted: a line for each would cost as much again. */
export function noteRemoved(file: string): void {
  if (removed.length < MAX_ALONE) removed.push(file);
}

/** A file that may be there when its turn is long over: it was not acknowledged, or not removed. */
export function noteAlone(file: string): void {
  if (alone++ < MAX_ALONE) note({ file });
}

export function note(line: StoredNote): void {
  console.log(JSON.stringify({ stored: line }));
}

function isOfTurn(name: string, index: number, { length }: string[]): boolean {
  return name === `${RUN_PREFIX}${turn.vu}-${turn.number}${length === 1 ? '' : `-${index}`}${ENDING}`;
}
