/**
 * Histories of a store that never was: several clients, keys and real overlaps on a clock that stands still in between.
 * The store is linearizable unless it is given a fault. The same seed gives the same history.
 */
import type { HistoryRecord } from '../../contract/contract.ts';

export type Fault =
  | 'lost-update'
  | 'check-then-write'
  | 'stale-cache'
  | 'forget-invalidate'
  | 'version-back'
  | 'phantom-ack'
  | 'invented'
  | 'dirty';

export interface Simulation {
  seed: number;
  clients: number;
  keys: number;
  /** Operations of each client. */
  operations: number;
  fault?: Fault;
  /** The fault strikes once in so many operations. */
  oneIn?: number;
  /** Shares of the operations. */
  reads?: number;
  unknown?: number;
  blind?: number;
  /** Whether the answer to a write shows its version. */
  tellsVersion?: boolean;
  removes?: boolean;
  /** What is shown, and compared, in place of a version that counts the writes. */
  versionAt?: (count: number, nowMs: number) => number;
}

interface State {
  value: string;
  version: number;
}

interface Store {
  state: State | undefined;
  shown: State | undefined;
  shownUntil: number;
  older: State[];
  next: number;
}

export const START_MS = 1_732_620_000_000;

/** The records in the order of their ends, as k6 writes them. */
export function simulate(options: Simulation): HistoryRecord[] {
  const { clients, keys, operations, fault, oneIn = 3, reads = 0.5, unknown = 0, blind = 0 } = options;
  const random = randomOf(options.seed);
  const dice = (most: number) => Math.floor(random() * most);
  const records: HistoryRecord[] = [];
  const stores = Array.from({ length: keys }, (): Store => {
    return { state: undefined, shown: undefined, shownUntil: 0, older: [], next: 1 };
  });
  const agenda: { at: number; order: number; act: () => void }[] = [];
  let order = 0;
  let now = START_MS;
  const later = (ms: number, act: () => void) => {
    agenda.push({ at: now + ms, order: order++, act });
  };

  const put = (store: Store, value: string, version = store.next) => {
    if (store.state !== undefined) store.older.push(store.state);
    const before = store.state;
    store.state = { value, version: options.versionAt?.(version, now) ?? version };
    store.next = version + 1;
    if (fault === 'stale-cache') {
      store.shown = before;
      store.shownUntil = now + 20;
    } else if (fault === 'forget-invalidate')
      store.shown = dice(oneIn) === 0 ? (store.shown ?? before) : undefined;
  };
  const look = (store: Store): State | undefined => {
    if (fault === 'stale-cache' && now < store.shownUntil) return store.shown;
    if (fault === 'forget-invalidate' && store.shown !== undefined) return store.shown;
    if (fault === 'version-back' && store.older.length > 0 && dice(oneIn) === 0) return store.older.at(-1);
    if (
      fault === 'invented' &&
      store.state !== undefined &&
      now < START_MS + 5 * operations &&
      dice(oneIn) === 0
    )
      return { ...store.state, value: `nobody-${order}` };
    return store.state;
  };
  const token = (state: State | undefined) =>
    state === undefined ? {} : { v: `"${state.version}"`, x: state.value };

  const client = (c: number) => {
    let left = operations;
    const known = new Map<number, State>();
    const turn = () => {
      if (left-- === 0) return later(30, finalReads);
      const index = dice(keys);
      const base = known.get(index);
      if (base === undefined || random() < reads) read(index, turn);
      else write(index, base, turn);
    };
    const finalReads = () => {
      let index = 0;
      const next = () => {
        if (index < keys) read(index++, next, true);
      };
      next();
    };
    const read = (index: number, done: () => void, isLast = false) => {
      const b = now;
      later(dice(4), () => {
        const store = stores[index] as Store;
        const state = isLast ? store.state : look(store);
        if (state !== undefined) known.set(index, state);
        later(dice(4), () => {
          records.push({ c, k: `k${index}`, o: 'read', b, e: now, s: 'ok', ...token(state) });
          later(dice(3), done);
        });
      });
    };
    const write = (index: number, base: State, done: () => void) => {
      const b = now;
      const x = `${c}-${left}`;
      const isBlind = random() < blind;
      const isUnknown = random() < unknown;
      const o = options.removes && dice(12) === 0 ? 'remove' : 'write';
      const end = (s: HistoryRecord['s'], version?: number) =>
        later(dice(4), () => {
          const told = s === 'ok' && options.tellsVersion !== false && version !== undefined && o === 'write';
          records.push({
            c,
            k: `k${index}`,
            o,
            b,
            e: now,
            s: isUnknown ? 'unknown' : s,
            ...(told && !isUnknown ? { v: `"${version}"` } : {}),
            ...(o === 'write' ? { x } : {}),
            ...(isBlind ? {} : { r: `"${base.version}"` }),
          });
          known.delete(index);
          later(dice(3), done);
        });
      const apply = () => {
        const store = stores[index] as Store;
        if (!isBlind && fault !== 'lost-update' && store.state?.version !== base.version) {
          if (fault === 'dirty' && dice(oneIn) === 0) put(store, x);
          return 'conflict';
        }
        if (fault === 'phantom-ack' && dice(oneIn) === 0) return 'phantom';
        if (o === 'remove') store.state = undefined;
        else put(store, x);
        return 'ok';
      };
      if (isUnknown) {
        if (dice(2) === 0) later(dice(30), apply);
        return later(dice(5), () => end('unknown'));
      }
      later(dice(4), () => {
        const store = stores[index] as Store;
        if (fault === 'check-then-write' && !isBlind) {
          if (store.state?.version !== base.version) return end('conflict');
          return later(dice(6), () => {
            put(store, x, base.version + 1);
            end('ok', base.version + 1);
          });
        }
        const outcome = apply();
        if (outcome === 'conflict') end('conflict');
        else end('ok', outcome === 'phantom' ? base.version + 1 : store.state?.version);
      });
    };
    turn();
  };

  stores.forEach((store, index) => {
    put(store, `0-${index}`);
    store.shown = undefined;
    const created = { c: 0, k: `k${index}`, o: 'create', b: now, e: now + 2, s: 'ok', ...token(store.state) };
    records.push(created as HistoryRecord);
    now += 3;
  });
  now += 5;
  for (let c = 1; c <= clients; c++) client(c);
  for (let next = soonest(agenda); next !== undefined; next = soonest(agenda)) {
    now = next.at;
    next.act();
  }
  return records;
}

function soonest<T extends { at: number; order: number }>(agenda: T[]): T | undefined {
  let found = 0;
  for (let index = 1; index < agenda.length; index++) {
    const [a, b] = [agenda[index] as T, agenda[found] as T];
    if (a.at < b.at || (a.at === b.at && a.order < b.order)) found = index;
  }
  const [next] = agenda.splice(found, 1);
  return next;
}

/** mulberry32, by Tommy Ettinger: a small generator that starts from any number. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
