/** `init` on services that are right and take files in a way that only their refusals tell. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { type TestContext, test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
import { findStorage } from './find-storage.ts';

type Say = (status: number, body?: unknown, headers?: Record<string, string>) => void;
type Asked = { method: string; path: string; body: Buffer; say: Say };

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

/** Keeps files by a key of its own making. */
function listener(keep: (asked: Asked, files: Map<string, Buffer>) => void): RequestListener {
  const files = new Map<string, Buffer>();
  return async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const say: Say = (status, body = '', headers = {}) => {
      response.writeHead(status, headers);
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    };
    keep({ method: request.method ?? '', path: request.url ?? '', body: Buffer.concat(parts), say }, files);
  };
}

/** The one file of a form. */
function partOf(body: Buffer) {
  const text = body.toString('latin1');
  const [, head = '', rest = ''] = /^--[^\r]+\r\n(.*?)\r\n\r\n(.*)\r\n--/s.exec(text) ?? [];
  const of = (what: RegExp) => what.exec(head)?.[1];
  return {
    field: of(/ name="([^"]*)"/),
    name: of(/filename="([^"]*)"/) ?? '',
    type: of(/Content-Type: (\S+)/),
    bytes: Buffer.from(rest, 'latin1'),
  };
}

async function found(t: TestContext, keep: (asked: Asked, files: Map<string, Buffer>) => void) {
  const { url } = await server(t, listener(keep));
  return (await findStorage(newClient(url, new AbortController().signal), undefined, {})).found;
}

test('a refusal that differs from the one before is followed: the right field, then the right content', async (t) => {
  const storage = await found(t, ({ method, path, body, say }, files) => {
    const id = path.split('/')[2] ?? '';
    if (path === '/images' && method === 'POST') {
      const part = partOf(body);
      if (part.field !== 'image') return say(400, { error: 'Unexpected field' });
      if (part.type !== 'image/png') return say(415, { error: 'Unsupported media type' });
      if (!part.bytes.subarray(0, 8).equals(PNG))
        return say(400, { error: 'its content is of another type' });
      files.set('id-of-a-picture', part.bytes);
      return say(201, { id: 'id-of-a-picture' });
    }
    const bytes = files.get(id);
    if (bytes === undefined) return say(404);
    if (method === 'DELETE') return say(files.delete(id) ? 204 : 404);
    return say(200, bytes);
  });
  assert.equal(storage?.routes.upload?.field, 'image');
  assert.equal(storage?.routes.upload?.content, 'png');
  assert.equal(storage?.isLeft, false);
});

test('a service that redirects readers to the path with a slash is sent its files there', async (t) => {
  const storage = await found(t, ({ method, path, body, say }, files) => {
    if (!path.endsWith('/'))
      return method === 'GET' ? say(301, '', { location: `${path}/` }) : say(500, 'no slash at its end');
    if (path === '/api/attachments/') {
      if (method === 'GET') return say(200, { results: [...files.keys()].map((file) => ({ file })) });
      const part = partOf(body);
      files.set(part.name, part.bytes);
      return say(201, { id: 7, file: part.name });
    }
    const [, , , id = '', raw] = path.split('/');
    const [name, bytes] = [...files][0] ?? [];
    if (id !== '7' || name === undefined) return say(404);
    if (method === 'DELETE' && raw !== 'content') return say(files.delete(name) ? 204 : 404);
    return raw === 'content' ? say(200, bytes) : say(200, { id: 7 });
  });
  const { upload, remove, list } = storage?.routes ?? {};
  assert.equal(upload?.path, '/api/attachments/');
  assert.equal(typeof list === 'string' ? list : list?.path, '/api/attachments/');
  assert.deepEqual(remove, { path: '/api/attachments/{id}/', expect: [204] });
});

test('a list of names that the service made itself is known by the id of the answer', async (t) => {
  const storage = await found(t, ({ method, path, body, say }, files) => {
    if (path === '/upload' && method === 'POST') {
      const part = partOf(body);
      const filename = part.name.replace(/-/g, '_').toUpperCase();
      files.set(filename, part.bytes);
      return say(201, { filename });
    }
    if (path === '/uploads') return say(200, { files: ['THESIS.PDF', ...files.keys()] });
    const name = path.startsWith('/uploads/') ? path.slice('/uploads/'.length) : '';
    if (!files.has(name)) return say(404);
    if (method === 'DELETE') return say(files.delete(name) ? 204 : 404);
    return say(200, files.get(name));
  });
  assert.equal(storage?.routes.list, '/uploads');
  assert.match(storage?.notes.join() ?? '', /shows the file just stored by its id/);
  assert.equal(storage?.isLeft, false);
});
