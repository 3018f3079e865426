import { encodedPage } from '../file-list.ts';
import { NameIndex } from '../name-index.ts';
import type { Benchmark } from './measure.ts';

/** Five times the page, so that it is one among others. */
const FILES = 500;
/** What GET /files gives when nobody says how many. */
const PAGE = 100;

/** The JSON of one page of the list, as it is made when the cache does not have it. */
export const jsonBenchmark: Benchmark = {
  name: 'JSONEncoding',
  prepare() {
    const index = new NameIndex(
      Array.from({ length: FILES }, (_, i) => [
        `file-${String(i).padStart(6, '0')}.bin`,
        { sizeBytes: 102_400 + i, createdAtMs: 1_800_000_000_000 + i },
      ]),
    );
    const storage = {
      page: (after: string, limit: number) => index.page(after, limit),
      entry: (name: string) => index.get(name),
      version: () => index.changes,
    };
    return {
      run(times) {
        for (let i = 0; i < times; i++) encodedPage(storage, '', PAGE);
      },
    };
  },
};
