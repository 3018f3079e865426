import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
import { documentWith } from '../fixtures.ts';
import { isAction } from '../routes/actions.ts';
import { findDocument } from './document.ts';
import { documentIdeas } from './document-ideas.ts';
import { documentIn } from './document-text.ts';
import { prefixesOf } from './server-prefixes.ts';

const NEVER = new AbortController().signal;
const BASE = 'http://127.0.0.1:8080';
const DOCUMENT = { openapi: '3.0.3', info: { title: 'Scans {draft}' }, paths: { '/scans': {} } };
const JSON_TEXT = JSON.stringify(DOCUMENT);
const YAML_TEXT = '# as published\nopenapi: 3.1.0\ninfo: {title: Scans}\npaths:\n  /scans: {}\n';

test('a document is read in JSON, in YAML, and out of a script', async () => {
  const script = `window.onload = function () { var a = {"b": 1}; var options = {"swaggerDoc": ${JSON_TEXT}, "c": {}}; };`;
  for (const text of [JSON_TEXT, script, YAML_TEXT]) {
    const found = await documentIn(text);
    assert.ok(typeof found === 'object', text);
    assert.deepEqual(found.root.paths, { '/scans': {} });
  }
});

test('what looks like a document and cannot be read is told with the reason, and other texts are none', async () => {
  assert.match(
    String(await documentIn('openapi: 3.0.0\npaths: [\n')),
    /^is neither valid JSON nor valid YAML: /,
  );
  assert.match(
    String(await documentIn('{"swagger": "1.2", "paths": {}}')),
    /^has the unsupported version 1\.2/,
  );
  assert.match(String(await documentIn('openapi: 3.1.0\nwebhooks: {}')), /^has no paths/);
  const bomb = `a: &a [x]\nb: &b [${'*a,'.repeat(99)}]\nc: [${'*b,'.repeat(99)}]\nopenapi: 3.0.0\npaths: {}\n`;
  assert.match(String(await documentIn(bomb)), /alias/);
  for (const text of ['', 'ok', '<p>openapi: 3</p>', '{"openapi": true}', 'function f() { x = {swagger: 2 }'])
    assert.equal(await documentIn(text), undefined, text);
});

for (const [about, files] of [
  [
    'named by a page of Redoc',
    { '/redoc': '<redoc spec-url="/static/scans.yaml"></redoc>', '/static/scans.yaml': YAML_TEXT },
  ],
  [
    'named by a script of Swagger UI',
    {
      '/swagger-ui/index.html': '<script src="./swagger-initializer.js"></script>',
      '/swagger-ui/swagger-initializer.js':
        'window.ui = SwaggerUIBundle({ url: "../api/scans", dom_id: "#ui" });',
      '/api/scans': JSON_TEXT,
    },
  ],
  [
    'fetched by a page of its own',
    { '/': "<script>fetch('/docs/all.json').then(show)</script>", '/docs/all.json': JSON_TEXT },
  ],
  [
    'within the script of a page without a slash',
    {
      '/api-docs': '<script src="./swagger-ui-init.js"></script>',
      '/api-docs/swagger-ui-init.js': `var options = {"swaggerDoc": ${JSON_TEXT}};`,
    },
  ],
] as [string, Record<string, string>][])
  test(`a document is found that is ${about}`, async (t) => {
    const { url } = await server(t, ({ url: path = '' }, response) => {
      const text = files[path];
      response.writeHead(text === undefined ? 404 : 200, {
        'Content-Type': path.endsWith('.js') ? 'text/javascript' : 'text/html',
      });
      response.end(text);
    });
    const { document } = await findDocument(newClient(url, NEVER));
    assert.equal(document?.path, Object.keys(files).at(-1));
  });

test('a document that is there and cannot be read, or is elsewhere, is told', async (t) => {
  const { url, requests } = await server(t, ({ url: path }, response) => {
    const page = '<script>SwaggerUIBundle({url: "https://docs.example.com/openapi.json"})</script>';
    if (path === '/docs') return response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    return path === '/swagger.json' ? response.end('{"swagger": "1.2"}') : response.writeHead(404).end();
  });
  const { document, notes } = await findDocument(newClient(url, NEVER));
  assert.equal(document, undefined);
  assert.match(notes[0] ?? '', /^the OpenAPI document at \/swagger\.json has no paths/);
  assert.match(
    notes[1] ?? '',
    /^the page \/docs loads its document from https:\/\/docs\.example\.com\/openapi\.json, on another host/,
  );
  assert.ok(requests.length < 80);
});

test('the paths of all servers come before none, and a base URL that has one already needs none', () => {
  const servers = [
    { url: 'https://{region}.example.com/{version}/api', variables: { version: { default: 'v2' } } },
    { url: '/local' },
    { url: '/{open}' },
  ];
  assert.deepEqual(prefixesOf(documentWith({ servers }), BASE), ['/v2/api', '/local', '']);
  assert.deepEqual(prefixesOf(documentWith({ servers: [{ url: '/local' }] }), `${BASE}/local`), ['']);
  assert.deepEqual(prefixesOf(documentWith({}), BASE), ['']);
});

test('an operation is tried below the gateway, and without it', () => {
  const schema = { type: 'string', format: 'binary' };
  const body = { requestBody: { content: { 'application/octet-stream': { schema } } } };
  const document = documentWith({
    servers: [{ url: 'https://api.example.com/gate' }],
    paths: {
      '/scans': { post: body, get: {} },
      '/scans/{id}/restart': { post: body },
      '/scans/reindex': { post: { responses: {} }, put: body },
      '/scans/{id}': { put: { responses: {} } },
    },
  });
  const ideas = documentIdeas(document, BASE);
  assert.deepEqual(
    ideas.map(({ path }) => path),
    ['/gate/scans', '/scans'],
  );
  assert.deepEqual(
    ideas.map(({ places }) => places.lists),
    [['/gate/scans'], ['/scans']],
  );
});

test('an action is known by the last word of its path', () => {
  for (const path of [
    '/reindex',
    '/jobs/{id}/restart',
    '/cache/purge-all',
    '/nodes/{id}:drain',
    '/rebuildIndex',
    '/x/import/{id}',
  ])
    assert.ok(isAction('POST', path), path);
  for (const path of ['/files', '/files/{id}', '/runs', '/starters', '/imports', '/{id}', '/restart/files'])
    assert.ok(!isAction('POST', path), path);
  assert.ok(!isAction('DELETE', '/files/{id}/delete'));
});
