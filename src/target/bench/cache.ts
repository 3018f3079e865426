/** The cache of list answers. One operation is one call of it unless said otherwise. */
import { heldBy, LruCache } from '../lru-cache.ts';
import type { Benchmark, Prepared } from './measure.ts';

/** Answers of a usual page, and as many different ones as clients may page through. */
const VALUE_BYTES = 8 * 1024;
const KEYS = Array.from({ length: 256 }, (_, i) => `100 file-${String(i).padStart(6, '0')}.bin`);
/** Holds all of the keys. */
const ROOM_BYTES = 4 * 1024 * 1024;
/** Holds a quarter of the keys, so that nearly every set of a new one must forget another. */
const TIGHT_BYTES = ROOM_BYTES / 8;
const TASKS = 16;
/** Four gets to a set. */
const MIX = 5;
/** A clear of nothing costs nothing: one operation fills the cache with so many and clears it. */
const FILL = 64;

const VALUE = new Uint8Array(VALUE_BYTES);

export const cacheBenchmarks: Benchmark[] = [
  { name: 'CacheGet', prepare: () => repeated(filled(ROOM_BYTES), get) },
  { name: 'CacheSet', prepare: () => repeated(filled(ROOM_BYTES), set) },
  { name: 'CacheParallel', prepare: () => tasks(filled(ROOM_BYTES)) },
  { name: 'CacheMixed80Get20Set', prepare: () => repeated(filled(ROOM_BYTES), mixed) },
  { name: 'CacheMemoryPressure', prepare: () => repeated(filled(TIGHT_BYTES), setNew) },
  { name: 'CacheClear', prepare: () => repeated(new LruCache(ROOM_BYTES, heldBy), fillAndClear) },
];

type Operation = (cache: LruCache, index: number) => void;

function repeated(cache: LruCache, operation: Operation): Prepared {
  return {
    run(times) {
      for (let i = 0; i < times; i++) operation(cache, i);
    },
  };
}

/** As requests share the cache: tasks of one thread that take turns after every operation. */
function tasks(cache: LruCache): Prepared {
  return {
    async run(times) {
      let index = 0;
      const task = async () => {
        while (index < times) {
          get(cache, index++);
          await undefined;
        }
      };
      await Promise.all(Array.from({ length: TASKS }, task));
    },
  };
}

function filled(maxBytes: number): LruCache {
  const cache = new LruCache(maxBytes, heldBy);
  for (const key of KEYS) cache.set(key, VALUE);
  return cache;
}

function get(cache: LruCache, index: number): void {
  cache.get(KEYS[index % KEYS.length] ?? '');
}

function set(cache: LruCache, index: number): void {
  cache.set(KEYS[index % KEYS.length] ?? '', VALUE);
}

/** Memory that was not there before, so that the collector has to come for what was forgotten. */
function setNew(cache: LruCache, index: number): void {
  cache.set(KEYS[index % KEYS.length] ?? '', new Uint8Array(VALUE_BYTES));
}

function mixed(cache: LruCache, index: number): void {
  (index % MIX === 0 ? set : get)(cache, index);
}

function fillAndClear(cache: LruCache): void {
  for (let i = 0; i < FILL; i++) set(cache, i);
  cache.clear();
}
