/** What the service lists besides our file: nothing of it may be missing once ours is stored and removed again. */
import {
  alreadyIn,
  type Entry,
  entriesOf,
  isOfArray,
  missingFrom,
  othersIn,
} from '../../shared/ownership/entries.ts';
import { isIdOf } from '../../shared/ownership/own-entry.ts';
import type { Answer, Call, Client } from '../client.ts';

export interface Census {
  /** Before a file is stored: lists what was not listed yet. */
  begin(calls: Call[]): Promise<void>;
  /** Before it is removed, also after Ctrl-C: lists again what had entries, and where the file was seen. */
  resume(seenAt: Call | undefined): Promise<void>;
  /** Whether an entry had the id before the file was stored. */
  had(id: string): boolean;
  /** Whether the service answers at this path with a slash at its end, and without one does not. */
  isSlashed(path: string): boolean;
  /** Whether an answer is one of the lists, or has entries of theirs that are not ours. */
  showsOthers(answer: Answer, isOurs: (entry: Entry) => boolean): boolean;
  /**
   * What was listed and no longer is; undefined when all of it still is.
   * @param isOurs entries that may be missing
   * @param isGone the file is: while it is there a list that comes in pages may show one of the others less
   */
  missing(isOurs: (entry: Entry) => boolean, isGone: boolean): Promise<Missing | undefined>;
}

export interface Missing {
  /** In words. */
  files: string[];
  /** A list that does not answer any more: `GET /files returns 500`. */
  fails?: string;
}

interface Listed {
  call: Call;
  answer: Answer;
  entries: Entry[];
}

/** An error now and then is nothing to worry about. */
const MAX_LOOKS = 3;

/** @param isNothing whether an answer is the one that the service gives to everything */
export function newCensus(client: Client, isNothing: (answer: Answer) => boolean): Census {
  const before = new Map<string, Listed>();
  const between = new Map<string, Listed>();
  const isThere = (answer: Answer) => answer.status >= 200 && answer.status <= 299 && !isNothing(answer);
  const look = async (send: Client['send'], call: Call): Promise<Listed> => {
    const answer = await send(call);
    return { call, answer, entries: isThere(answer) ? entriesOf(answer.body.toString('utf8')) : [] };
  };
  const lookAgain = async (call: Call): Promise<Listed> => {
    let listed = await look(client.lasting.send, call);
    for (let more = 1; more < MAX_LOOKS && !isThere(listed.answer); more++)
      listed = await look(client.lasting.send, call);
    return listed;
  };
  const withEntries = (lists: Map<string, Listed>) =>
    [...lists.values()].filter(({ entries }) => entries.length > 0);
  return {
    async begin(calls) {
      for (const call of calls.filter((each) => !before.has(keyOf(each))))
        before.set(keyOf(call), await look(client.send, call));
    },
    async resume(seenAt) {
      between.clear();
      const calls = withEntries(before).map(({ call }) => call);
      for (const call of seenAt === undefined ? calls : [...calls, seenAt])
        if (!between.has(keyOf(call))) between.set(keyOf(call), await look(client.lasting.send, call));
    },
    isSlashed(path) {
      const [plain, slashed] = [path, `${path}/`].map(
        (each) => before.get(keyOf({ method: 'GET', path: each }))?.answer,
      );
      if (plain !== undefined && isThere(plain)) return plain.path === `${path}/`;
      return slashed !== undefined && isThere(slashed);
    },
    had: (id) => withEntries(before).some(({ entries }) => isIdOf(entries, id)),
    showsOthers({ body }, isOurs) {
      // A page has more words that look like a file's name.
      const shown = entriesOf(body.toString('utf8')).filter(isOfArray);
      return withEntries(between).some(
        ({ answer, entries }) =>
          answer.body.equals(body) || alreadyIn(othersIn(entries, isOurs), shown).length > 0,
      );
    },
    async missing(isOurs, isGone) {
      const missing = new Set<string>();
      let fails: string | undefined;
      for (const [key, { call, entries }] of between) {
        const now = await lookAgain(call);
        if (entries.length > 0 && !isThere(now.answer)) {
          fails = `${key} returns ${now.answer.status}`;
          continue;
        }
        const first = before.get(key)?.entries;
        // What is new since the file was stored may be ours under another name.
        const besides = othersIn(entries, isOurs);
        const others = first === undefined ? besides : alreadyIn(first, besides);
        for (const each of isGone && first !== undefined ? [first, others] : [others])
          for (const name of missingFrom(now.entries, each)) missing.add(name);
      }
      const isAllThere = missing.size === 0 && fails === undefined;
      return isAllThere ? undefined : { files: [...missing], ...(fails === undefined ? {} : { fails }) };
    },
  };
}

function keyOf({ method, path }: Call): string {
  return `${method} ${path}`;
}
