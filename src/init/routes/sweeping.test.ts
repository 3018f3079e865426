import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
import { documentWith } from '../fixtures.ts';
import { findStorage } from './find-storage.ts';
import { formsIn } from './forms.ts';
import { whySweeping } from './sweeping.ts';

test('an upload that puts more than a file in place is known by its path or by what is said of it', () => {
  for (const path of ['/api/backups', '/admin/dbRestore/{id}', '/system/firmware-file', '/me/avatar'])
    assert.notEqual(whySweeping(path, ''), undefined, path);
  for (const said of [
    'Replace everything by the uploaded archive',
    'Uploads an archive. All existing data will be overwritten.',
    'Deletes all current records, then loads the file',
    'Restores the instance from a file',
    'Firmware image',
  ])
    assert.notEqual(whySweeping('/api/archive', said), undefined, said);
});

test('a file that replaces one of its name, and collections that sound alike, are tried', () => {
  for (const path of ['/files', '/settled/documents', '/important/{name}', '/avatars', '/images', '/covers'])
    assert.equal(whySweeping(path, ''), undefined, path);
  for (const said of [
    'Upload a file; an existing file of this name is replaced',
    'Creates or overwrites the object',
    'upload File. Stores a document with all its metadata.',
    'Uploads several files. Files that are already there are kept.',
    'Restored files keep their id',
  ])
    assert.equal(whySweeping('/files', said), undefined, said);
});

test('nothing is sent there, from a document or a page, and it is said', async (t) => {
  const sent: string[] = [];
  const { url } = await server(t, (request, response) => {
    if (request.method !== 'GET') sent.push(`${request.method} ${request.url}`);
    request.resume();
    response.writeHead(404).end();
  });
  const file = { type: 'string', format: 'binary' };
  const schema = { type: 'object', properties: { file } };
  const requestBody = { content: { 'multipart/form-data': { schema } } };
  const post = (description: string) => ({ post: { description, requestBody } });
  const document = documentWith({
    openapi: '3.0.0',
    paths: { '/backups': post(''), '/archive': post('Replaces all existing data'), '/papers': post('') },
  });
  const { refusals } = await findStorage(newClient(url, new AbortController().signal), document, {});
  assert.ok(sent.includes('POST /papers'));
  assert.deepEqual(
    sent.filter((each) => /backups|archive/.test(each)),
    [],
  );
  assert.match(refusals.join('\n'), /POST \/backups was not tried: its path says "backups"; name it/);
  assert.match(refusals.join('\n'), /POST \/archive was not tried: it says "Replaces all existing data"/);
  const form =
    '<form action="/u" method=post><input type=file name=f><button>Update firmware</button></form>';
  assert.notEqual(formsIn(form, '/', url)[0]?.sweeping, undefined);
});
