import { unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from 'libsql';
import type { Fault } from './fault.ts';

const MEBIBYTE = 1024 * 1024;
/** At a stretch, so that no request waits for it. */
const SLICE_MB = 2;
const BREATH_MS = 5;

/** No illness: resident pages of a mapped file are the kernel's to take back, however large the process looks. */
export const mappedFile: Fault<'mb'> = {
  name: 'mapped-file',
  about:
    'maps a large database into its memory, so that its resident set is mostly pages of a file; nothing is wrong with that',
  parameters: { mb: { about: 'size of the file', unit: 'MiB', default: 800, min: 2, max: 65_536 } },
  plant({ mb }) {
    let begun = false;
    // Held for as long as the service runs: the pages would go with it.
    const held: { database?: Database } = {};
    return {
      handler: (next) => (exchange) => {
        if (!begun) void mapAll(mb, held).catch(() => {});
        begun = true;
        return next(exchange);
      },
    };
  },
};

/** As stores do that map what they keep (SQLite with mmap_size, bbolt, LMDB). The file has no name, so that nothing of it is left. */
async function mapAll(mb: number, held: { database?: Database }): Promise<void> {
  const path = join(process.env.DATA_DIR ?? tmpdir(), `burstbox-mapped-file-${process.pid}`);
  const database: Database = new (await import('libsql')).default(path);
  held.database = database;
  database.exec('pragma journal_mode=off; pragma synchronous=off; pragma page_size=65536');
  database.exec('create table kept (id integer primary key, bytes blob)');
  unlinkSync(path);
  const insert = database.prepare(`insert into kept (bytes) values (zeroblob(${MEBIBYTE}))`);
  for (let done = 0; done < mb; done += SLICE_MB) {
    for (let row = 0; row < SLICE_MB; row++) insert.run();
    await pause(BREATH_MS);
  }
  database.prepare(`pragma mmap_size=${2 * mb * MEBIBYTE}`).all();
  // The last byte of a row is found by going through all of its pages.
  const read = database.prepare(
    `select substr(bytes, ${MEBIBYTE}, 1) from kept where id > ? limit ${SLICE_MB}`,
  );
  for (let done = 0; done < mb; done += SLICE_MB) {
    read.all(done);
    await pause(BREATH_MS);
  }
}
