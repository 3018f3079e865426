/** Services that remove, name or number files in ways of their own. */
import { randomUUID } from 'node:crypto';
import { type Kept, listOf, removed } from './store.ts';
import { asNumber, FORM, folder, NOT_ALLOWED, number, type Unusual } from './unusual.ts';

export const UNUSUAL_REMOVALS: Unusual[] = [
  {
    about: 'files are removed by POST',
    ways: () => ({
      before: ({ path, method, store }) => {
        const file = store.files.get(/^\/files\/([^/]+)\/delete$/.exec(path)?.[1] ?? '');
        return file !== undefined && method === 'POST' ? removed(file, store) : undefined;
      },
      remove: () => NOT_ALLOWED,
    }),
    isUsable: true,
    wrong: {
      remove: { method: 'POST', path: '/files/{id}/delete' },
      upload: { ...FORM, id: { json: 'id' } },
    },
  },
  {
    about: 'files are removed in bulk, all of them where none is named',
    ways: () => ({
      before({ path, method, body, store }) {
        const isBulk = path === '/files' && method === 'DELETE';
        if (!isBulk && !(path.startsWith('/files/delete') && method === 'POST')) return undefined;
        const ids = /"ids":\["([^"]+)"\]/.exec(body.toString())?.[1];
        if (ids === undefined) store.files.clear();
        else store.files.delete(ids);
        return { status: 200, body: {} };
      },
      remove: () => NOT_ALLOWED,
    }),
  },
  {
    about: 'what is removed stays in the list, marked as such',
    ways: () => {
      const gone = new Set<string>();
      return {
        entry: ({ id, name }) => ({ id, name, deleted: gone.has(id) }),
        read: ({ id, bytes }) => (gone.has(id) ? { status: 410 } : { status: 200, body: bytes }),
        remove({ id }) {
          gone.add(id);
          return { status: 204 };
        },
      };
    },
    isUsable: true,
  },
  {
    upload: 'POST /documents multipart:file',
    about: 'numbers, which are those of other files elsewhere',
    ways: () => {
      const papers = new Map<string, Buffer>();
      return {
        newId: number,
        before({ path, method, body, store }) {
          const form = path === '/documents' && method === 'POST' ? body : undefined;
          if (form !== undefined) {
            const id = String(papers.size + 1);
            papers.set(
              id,
              Buffer.from(form.subarray(form.indexOf('\r\n\r\n') + 4, form.lastIndexOf('\r\n--'))),
            );
            return { status: 201, body: { id: Number(id) } };
          }
          if (path === '/files' && method === 'POST') return NOT_ALLOWED;
          const paper = papers.get(/^\/documents\/(\d+)$/.exec(path)?.[1] ?? '');
          if (paper !== undefined) return method === 'GET' ? { status: 200, body: paper } : NOT_ALLOWED;
          return path === '/documents'
            ? { status: 200, body: [...papers.keys()].map(Number) }
            : store && undefined;
        },
      };
    },
    wrong: {
      upload: { ...FORM, path: '/documents', id: { json: 'id' } },
      download: '/documents/{id}',
      remove: '/files/{id}',
    },
  },
  {
    about: 'numbers that are used again',
    ways: () => ({
      newId: ({ files }) => {
        let free = 1;
        while (files.has(String(free))) free++;
        return String(free);
      },
      uploaded: (file) => ({ status: 201, body: asNumber(file) }),
      entry: asNumber,
    }),
    isUsable: true,
  },
  {
    about: 'a removal is acknowledged, and nothing is done',
    ways: () => ({ remove: () => ({ status: 200, body: { deleted: true } }) }),
  },
  {
    upload: 'PUT /files/{name}',
    isUsable: true,
    about: 'names are cut to eight characters, and a file of that name is replaced',
    ways: () => ({
      before({ path, method, body, item, store }) {
        const short = (name: string) => name.slice(0, 8);
        if (item !== undefined && method === 'PUT') {
          const there = [...store.files.values()].find(({ name }) => name === short(item));
          if (there === undefined) store.add(short(item), body);
          else there.bytes = body;
          return { status: 200, body: { id: there?.id, name: short(item) } };
        }
        const file = item === undefined ? undefined : store.find(short(item));
        if (path.startsWith('/files') && file !== undefined)
          return method === 'GET' ? { status: 200, body: file.bytes } : removed(file, store);
        return undefined;
      },
    }),
  },
  {
    about: 'names are given in capitals behind a number, and the id is a number',
    ways: () => ({
      newId: number,
      nameOf: (name) => `17-${name.toUpperCase()}`,
      uploaded: (file) => ({ status: 201, body: { file: asNumber(file) } }),
      entry: asNumber,
    }),
    isUsable: true,
  },
  {
    about: 'a removal takes the newest file, whichever is named',
    ways: () => ({ remove: (_, store) => removed([...store.files.values()].at(-1) as Kept, store) }),
    isUsable: true,
  },
  {
    about: 'a removal leads to another place, where it would empty the folder',
    ways: () => ({
      before({ path, method, store }) {
        if (path !== '/trash' || method === 'GET') return undefined;
        store.files.clear();
        return { status: 204 };
      },
      remove: () => ({ status: 307, headers: { location: '/trash' } }),
    }),
  },
  {
    about: 'a file can be read once',
    ways: () => ({
      read(file, store) {
        store.files.delete(file.id);
        return { status: 200, body: file.bytes };
      },
    }),
  },
  {
    about: 'the answer is a list without names, the newest first',
    ways: () => ({
      uploaded: (_, store) => ({
        status: 201,
        body: [...store.files.keys()].reverse().map((id) => ({ id })),
      }),
    }),
    wrong: { upload: { ...FORM, id: { json: '0.id' } } },
  },
  {
    about: 'the answer names the owner, whose id removes all that is the owner’s',
    ways: () => {
      const owner = randomUUID();
      return {
        before: folder(owner),
        uploaded: ({ id }) => ({ status: 201, body: { owner_id: owner, created: 17, id } }),
        entry: ({ id, name }) => ({ id, name, owner_id: owner }),
      };
    },
    isUsable: true,
    wrong: { upload: { ...FORM, id: { json: 'owner_id' } } },
  },
  {
    about: 'whatever is asked for below the folder is the folder',
    ways: () => ({
      before({ path, method, store }) {
        if (!path.startsWith('/files/')) return undefined;
        if (method === 'GET') return { status: 200, body: listOf(store) };
        if (method === 'DELETE') store.files.clear();
        return { status: 204 };
      },
    }),
    wrong: { upload: { ...FORM, id: { json: 'id' } } },
  },
];
