import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentOf, documentWith } from '../fixtures.ts';
import { documentIdeas } from './document-ideas.ts';
import { healthPaths, operationsOf } from './operations.ts';

const BASE = 'http://127.0.0.1:8080';

test('the document of FastAPI tells the form, its other fields, and where files are', () => {
  const [idea, ...others] = documentIdeas(documentOf('fastapi'), BASE);
  assert.deepEqual(others, []);
  assert.deepEqual(idea, {
    from: 'document',
    style: 'multipart',
    method: 'POST',
    path: '/documents',
    field: 'document',
    fields: { title: '{name}' },
    places: {
      lists: ['/documents'],
      downloads: ['/documents/{}', '/documents/{}/content'],
      removes: ['/documents/{}'],
    },
  });
});

test('the document of Django REST framework names a file by the address that its answer has', () => {
  const [idea] = documentIdeas(documentOf('drf-spectacular'), BASE);
  assert.equal(idea?.path, '/api/documents/');
  assert.equal(idea?.field, 'file');
  assert.deepEqual(idea?.fields, { title: '{name}' });
  assert.equal(idea?.places.lists[0], '/api/documents/');
  assert.deepEqual(idea?.places.removes, ['/api/documents/{}/']);
});

test('the document of Spring tells a part of a form, a parameter, and which answer has the bytes', () => {
  const [idea] = documentIdeas(documentOf('springdoc'), BASE);
  assert.equal(idea?.path, '/api/files?owner={name}');
  assert.equal(idea?.field, 'file');
  assert.equal(idea?.places.downloads[0], '/api/files/{}/content');
  assert.equal(idea?.places.lists[0], '/api/files');
});

test('OpenAPI 2 has its files among the parameters, and a path before all others', () => {
  const file = { name: 'upload', in: 'formData', type: 'file', required: true };
  const kind = { name: 'kind', in: 'formData', type: 'string', enum: ['a', 'b'], required: true };
  const document = documentWith({
    swagger: '2.0',
    basePath: '/api/v1',
    paths: { '/items': { post: { consumes: ['multipart/form-data'], parameters: [file, kind] } } },
  });
  const [idea] = documentIdeas(document, BASE);
  assert.deepEqual([idea?.path, idea?.field, idea?.fields], ['/api/v1/items', 'upload', { kind: 'a' }]);
  assert.equal(documentIdeas(document, `${BASE}/api/v1`)[0]?.path, '/items');
});

test('a body of bytes goes to the path that has the name', () => {
  const body = { content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
  const image = { content: { 'image/png': { schema: { type: 'string', format: 'binary' } } } };
  const bucket = { name: 'bucket', in: 'path', required: true, schema: { type: 'string', default: 'main' } };
  const document = documentWith({
    openapi: '3.0.0',
    paths: {
      '/{bucket}/objects/{key}': { parameters: [bucket], put: { requestBody: body } },
      '/{a}/files/{b}': { put: { requestBody: body } },
      '/pictures/{id}': { put: { requestBody: image } },
      '/json': { post: { requestBody: { content: { 'application/json': {} } } } },
    },
  });
  const ideas = documentIdeas(document, BASE).map(({ method, path, contentType }) => [
    method,
    path,
    contentType,
  ]);
  assert.deepEqual(ideas, [
    ['PUT', '/main/objects/{name}', undefined],
    ['PUT', '/pictures/{name}', 'image/png'],
  ]);
});

test('a document that is endless or nonsense gives nothing, and breaks nothing', () => {
  const loop = { $ref: '#/components/schemas/Loop' };
  const endless = documentWith({
    paths: { '/x': { post: { requestBody: { content: { 'multipart/form-data': { schema: loop } } } } } },
    components: { schemas: { Loop: { allOf: [loop, loop], anyOf: [loop], items: loop, type: 'array' } } },
  });
  assert.deepEqual(documentIdeas(endless, BASE), []);
  for (const paths of [
    null,
    [],
    'x',
    { '/x': null },
    { '/x': { post: 7 } },
    { '/x': { post: { parameters: [null] } } },
  ])
    assert.deepEqual(documentIdeas(documentWith({ paths }), BASE), []);
});

test('a document tells where the service says that it is well', () => {
  assert.deepEqual(healthPaths(operationsOf(documentOf('fastapi'))), ['/health']);
});

test('a document whose references multiply is given up, and does not hold anything up', {
  timeout: 60_000,
}, () => {
  const A = { $ref: '#/components/schemas/A' };
  const many = Array(2000).fill(A);
  const form = { 'multipart/form-data': { schema: { properties: { file: A, document: A }, allOf: [A] } } };
  const paths = { '/upload': { post: { requestBody: { content: form } } } };
  for (const schema of [{ allOf: many }, { anyOf: many }, { oneOf: [{ type: 'array', items: A }] }])
    assert.deepEqual(
      documentIdeas(documentWith({ paths, components: { schemas: { A: schema } } }), BASE),
      [],
    );
});

test('what could not be asked, said on a terminal or written into a target file is overlooked', () => {
  const body = (name: string) => {
    const schema = { properties: { [name]: { type: 'string', format: 'binary' } } };
    return { post: { requestBody: { content: { 'multipart/form-data': { schema } } } } };
  };
  const odd = [
    '/up}load',
    '/{}',
    '/{a',
    '/a b',
    '/\u001b[2J',
    '/\ud800',
    '@host/',
    `/${'/'.repeat(100_000)}x`,
  ];
  const paths = Object.fromEntries(odd.map((path) => [path, body('file')]));
  assert.deepEqual(documentIdeas(documentWith({ paths }), BASE), []);
  for (const name of ['a"b', 'file\r\nX: 1', 'file\u001b[2J', '\ud800', 'file'.repeat(1000)])
    assert.deepEqual(documentIdeas(documentWith({ paths: { '/upload': body(name) } }), BASE), [], name);
});

test('a sample that is no text of a path, or too long, does not become part of one', () => {
  const raw = { requestBody: { content: { 'application/octet-stream': {} } } };
  const ask = (usual: string) => ({
    post: {
      ...raw,
      parameters: [{ in: 'query', name: 'dir', required: true, schema: { default: usual } }],
    },
  });
  const pathWith = (usual: string) =>
    documentIdeas(documentWith({ paths: { '/upload': ask(usual) } }), BASE)[0]?.path;
  assert.equal(pathWith('a&b {x}#'), '/upload?dir=a%26b%20%7Bx%7D%23');
  assert.equal(pathWith('\ud800'), '/upload?dir={name}');
  assert.equal(pathWith('x'.repeat(5000)), '/upload?dir={name}');
});
