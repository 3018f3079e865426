/** What a matrix left in the results of a world. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatrixRecord } from '../../matrix/record.ts';
import type { World } from './cli.ts';

/** results/matrix-… */
export function folderOf(world: World): string {
  const [id, ...more] = readdirSync(world.results);
  assert.deepEqual(more, []);
  return join(world.results, id ?? '');
}

export function stored(world: World): MatrixRecord {
  return JSON.parse(readFileSync(join(folderOf(world), 'matrix.json'), 'utf8')) as MatrixRecord;
}

/** `['crash hit']` */
export function resultsOf({ cells }: MatrixRecord): string[] {
  return cells.map(({ row, result }) => `${row} ${result}`);
}
