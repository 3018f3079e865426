import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { sendSignal } from './signal.ts';

/** In the environment of all that we start on the host, and so of all that it starts, however it starts it (environ(7)). */
export const MARK = 'BURSTBOX_MARK';

/** A child may be born while one looks for it; whoever forks faster than this is not ours to outrun. */
const MAX_LOOKS = 20;

/**
 * Notes down what is about to be started, so that it is found even when we are killed before its process id is known.
 * @param mark unique to this start; it must be in the environment of what is started, under MARK
 * @returns what takes the note back, when all of it has ended
 */
export function noteIntent(ledger: Ledger, mark: string): () => void {
  const entry: LedgerEntry = { kind: 'marked', mark };
  ledger.add(entry);
  return () => ledger.remove(entry);
}

/**
 * Starts a program that helps and ends by itself, in the ledger from before it exists until it has ended.
 * @param start is handed what must be in the program's environment
 */
export async function whileMarked<T>(
  ledger: Ledger,
  what: string,
  start: (mark: Record<string, string>) => PromiseLike<T>,
): Promise<T> {
  const mark = `burstbox-${what}-${randomUUID()}`;
  const forget = noteIntent(ledger, mark);
  try {
    return await start({ [MARK]: mark });
  } finally {
    forget();
  }
}

/**
 * Kills what carries a mark: also children that took a session of their own and lost their parent, which are in no group
 * of ours any more. Where there is no /proc, none are found.
 * @returns whether there were any
 */
export function killMarked(mark: string): boolean {
  const killed = new Set<number>();
  for (let look = 0; look < MAX_LOOKS; look++) {
    const found = processIds().filter(
      (pid) => !killed.has(pid) && environmentOf(pid).includes(`${MARK}=${mark}`),
    );
    if (found.length === 0) break;
    for (const pid of found) {
      sendSignal(pid, 'SIGKILL');
      killed.add(pid);
    }
  }
  return killed.size > 0;
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Of one that has ended and only waits to be looked at it is empty. */
function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
