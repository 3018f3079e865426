/** `init` on services that lose what is others' when one removes what one did not make. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { newClient } from './client.ts';
import { findStorage } from './routes/find-storage.ts';
import { uploadWords } from './routes/route-words.ts';
import { UNUSUAL_IDS } from './unusual/ids.ts';
import { UNUSUAL_REMOVALS } from './unusual/removals.ts';
import { type Kept, listenerOf, removed, Store, type Ways } from './unusual/store.ts';

const NEVER = new AbortController().signal;

test('nothing of others is lost', { concurrency: true }, async (t) => {
  await Promise.all(
    [...UNUSUAL_IDS, ...UNUSUAL_REMOVALS].map(
      ({ about, upload = 'POST /files multipart:file', ways, isUsable = false }) =>
        t.test(`where ${about}`, async (each) => {
          const made = ways();
          const store = new Store(made);
          const { url } = await server(each, listenerOf(made, store));
          const storage = await findStorage(newClient(url, NEVER), undefined, {
            upload: uploadWords(upload),
          });
          assert.deepEqual(store.lost(), []);
          const { routes, notes = [] } = storage.found ?? {};
          assert.equal(routes?.remove !== undefined, isUsable);
          assert.ok(!notes.some((note) => note.includes('ATTENTION')), notes.join());
        }),
    ),
  );
});

test('what takes others’ files although ours was named is said at once, and gets no route to remove', async (t) => {
  const careless: Ways[] = [
    { remove: (_, store) => removed([...store.files.values()][0] as Kept, store) },
    {
      uploaded(file, store) {
        removed([...store.files.values()][0] as Kept, store);
        return { status: 201, body: { id: file.id } };
      },
    },
  ];
  for (const ways of careless) {
    const store = new Store(ways);
    const { url } = await server(t, listenerOf(ways, store));
    const { found } = await findStorage(newClient(url, NEVER), undefined, {});
    assert.deepEqual(store.lost(), ['thesis.pdf']);
    assert.equal(found?.routes.remove, undefined);
    assert.match(found?.leftNotes.join() ?? '', /WARNING: since bb-init-\w+\.bin was stored .* thesis\.pdf/);
  }
});

test('a removal that the service agrees to and does not do is told as such', async (t) => {
  const ways: Ways = { remove: () => ({ status: 204 }) };
  const store = new Store(ways);
  const { url } = await server(t, listenerOf(ways, store));
  const { found } = await findStorage(newClient(url, NEVER), undefined, {});
  assert.equal(found?.routes.remove, undefined);
  assert.match(
    found?.leftNotes.join() ?? '',
    /is left on the service: DELETE \S+ returns 204, and the file is still there, as in a trash/,
  );
});
