import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../../store/store.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { readStanding } from './standing.ts';

/** More lines than any other file of ours may have. */
const LINES = 1_000_100;

test('the journal of a very large campaign is read to its end', { timeout: 300_000 }, async (t) => {
  const folder = await tempFolder(t);
  const file = createWriteStream(join(folder, FILES.journal));
  file.write('\n'.repeat(LINES));
  file.end(
    `${JSON.stringify({ t: 1, begin: { n: 0, stage: 0, index: 999_999, name: 'bb-0a-0.bin', bytes: 10 } })}\n`,
  );
  await once(file, 'close');
  assert.equal(readStanding(folder).uploads.get(0)?.index, 999_999);
});
