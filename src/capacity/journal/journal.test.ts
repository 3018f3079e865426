import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FILES } from '../../store/store.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import { openJournal } from './journal.ts';
import { idOf, isOpen, isStored, readStanding } from './standing.ts';

const begin = (n: number) => ({ begin: { n, stage: 0, index: n, name: `bb-0a-${n}.bin`, bytes: 10 } });
const end = (n: number, id: string) => ({
  end: { n, is: 'stored' as const, status: 201, ms: 1, sentBytes: 10, id },
});

test('lines of uploads side by side are all there, in their order, when each write resolves', async (t) => {
  const path = join(await tempFolder(t), FILES.journal);
  const journal = await openJournal(path);
  await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      await journal.write(begin(n));
      assert.ok(readFileSync(path, 'utf8').includes(`"n":${n},`), `begin ${n}`);
      await journal.write(end(n, `id-${n}`));
      assert.ok(readFileSync(path, 'utf8').includes(`"id-${n}"`), `end ${n}`);
    }),
  );
  await journal.close();
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 101);
});

test('a journal that was cut in the middle of a line goes on, and the line that was cut says nothing', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, FILES.journal);
  const first = await openJournal(path);
  await first.write(begin(0));
  await first.write(end(0, 'a'));
  await first.write(begin(1));
  await first.close();
  appendFileSync(path, '{"t":1,"end":{"n":1,"is":"sto');
  const second = await openJournal(path);
  await second.write({ resumed: { pid: 1 } });
  await second.write({ found: { n: 1, is: 'stored', id: 'b' } });
  await second.write({ gone: { n: 0 } });
  await second.close();
  const { uploads, resumed } = readStanding(folder);
  const [one, two] = [uploads.get(0), uploads.get(1)];
  assert.ok(one !== undefined && two !== undefined);
  assert.deepEqual(
    [isStored(one), isOpen(one), isStored(two), isOpen(two), idOf(two)],
    [false, false, true, false, 'b'],
  );
  assert.equal(resumed, 1);
});
