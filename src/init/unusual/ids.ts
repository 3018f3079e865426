/** Services whose answer to an upload has ids that are not the file's. */
import { randomUUID } from 'node:crypto';
import { type Kept, listOf, type Said } from './store.ts';
import { asNumber, FORM, folder, type Unusual } from './unusual.ts';

const elsewhere = ({ id }: Kept): Said => ({
  status: 302,
  headers: { location: `http://storage.invalid/${id}` },
});
const later = (act: () => void) => setTimeout(act, 600).unref();

export const UNUSUAL_IDS: Unusual[] = [
  {
    about: 'an upload is answered with the list of all files, and downloads lead elsewhere',
    ways: () => ({ uploaded: (_, store) => ({ status: 201, body: listOf(store) }), read: elsewhere }),
    isUsable: true,
    wrong: { upload: { ...FORM, id: { json: 'files.0.id' } } },
  },
  {
    about: 'the answer names the folder, and what is removed goes later',
    ways: () => {
      const parent = randomUUID();
      return {
        before: folder(parent, (store) => later(() => store.files.clear())),
        uploaded: () => ({ status: 202, body: { folder: parent, state: 'queued' } }),
        remove(file, store) {
          later(() => store.files.delete(file.id));
          return { status: 202 };
        },
      };
    },
    wrong: { upload: { ...FORM, expect: [202], id: { json: 'folder' } } },
  },
  {
    about: 'the handler does not look at the method, and stores nothing',
    ways: () => ({
      before: ({ path, store }) => (path === '/files' ? { status: 200, body: listOf(store) } : undefined),
    }),
    wrong: { upload: { ...FORM, id: { json: 'files.0.id' } } },
  },
  {
    upload: 'PUT /files/{name}',
    about: 'an upload is a PUT, and is answered with the whole folder',
    ways: () => ({
      before({ item, method, body, store }) {
        if (item === undefined || method !== 'PUT') return undefined;
        store.add(item, body);
        return { status: 200, body: listOf(store) };
      },
    }),
    isUsable: true,
    wrong: { upload: { style: 'raw', path: '/files/{name}', id: { json: 'files.0.id' } } },
  },
  {
    about: 'the id is the folder’s, and the file’s stands within, both numbers',
    ways: () => ({
      newId: (store) => String(100 + store.made),
      before: folder('7'),
      uploaded: (file) => ({ status: 201, body: { id: 7, file: asNumber(file) } }),
      entry: (file) => ({ ...asNumber(file), folder: { id: 7 } }),
    }),
    isUsable: true,
    wrong: { upload: { ...FORM, id: { json: 'id' } } },
  },
  {
    about: 'the only id is the folder’s, beside the file’s name, also in the list',
    ways: () => ({
      before: folder('7'),
      uploaded: ({ name }) => ({ status: 201, body: { id: 7, name } }),
      entry: ({ name }) => ({ id: 7, name }),
    }),
    wrong: { upload: { ...FORM, id: { json: 'id' } } },
  },
  {
    about: 'the Location is that of the folder',
    ways: () => ({
      before: folder('7'),
      uploaded: () => ({ status: 201, headers: { location: '/files/7' } }),
    }),
    wrong: { upload: { ...FORM, id: { header: 'Location' } } },
  },
  {
    about: 'the answer is one word, the owner’s',
    ways: () => ({
      before: folder('5ca1ab1e-0000-4000-8000-000000000001'),
      uploaded: () => ({ status: 201, body: '5ca1ab1e-0000-4000-8000-000000000001' }),
    }),
    wrong: { upload: { ...FORM, id: 'text' } },
  },
];
