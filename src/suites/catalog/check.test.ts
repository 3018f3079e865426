import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogRoutes } from '../../contract/contract.ts';
import { whatIsWrong } from '../../files/validate.ts';
import { refusePlainSecrets } from '../../plan/targets/secrets.ts';
import { checkCatalog } from './check.ts';

const CATALOG: CatalogRoutes = {
  create: { path: '/c/{name}', json: { value: '{value}' }, headers: { 'If-None-Match': '*' } },
  read: { path: '/c/{name}', version: { header: 'ETag' }, value: { json: 'value' } },
  update: { path: '/c/{name}', headers: { 'If-Match': '{version}' }, json: { value: '{value}' } },
  list: '/c',
  remove: { path: '/c/{name}?rev={version}' },
};

function refused(changes: Partial<CatalogRoutes>, message: RegExp): void {
  assert.throws(() => checkCatalog('my.json', { ...CATALOG, ...changes }), { code: 'config', message });
}

test('a catalog by ETag, by a version in JSON, or by a comparison in the body is right', () => {
  checkCatalog('my.json', CATALOG);
  const { create, read, remove } = CATALOG;
  const body = { next: '{value}', deep: [{ expected: '{version}' }] };
  const target = {
    schema: 'burstbox/target/1',
    about: 'x',
    baseUrl: 'http://127.0.0.1:1',
    health: '/',
    routes: { ping: '/' },
    catalog: { create, read, remove, update: { method: 'POST', path: '/c/{name}', json: body } },
  };
  assert.equal(whatIsWrong('target', target), undefined);
  checkCatalog('my.json', target.catalog as CatalogRoutes);
});

test('a placeholder that stands for nothing is named with its place and what is known there', () => {
  refused(
    { create: { path: '/c/{name}', json: { value: '{value}', rev: ['{version}'] } } },
    /^my\.json: \/catalog\/create\/json\/rev\/0 has the placeholder \{version\}, which has no meaning there; known there: \{name\}, \{value\}$/,
  );
  refused({ list: '/c/{name}' }, /\/catalog\/list\/path has the placeholder \{name\}.*known there: none$/);
});

test('a request that cannot do what it is there for is refused', () => {
  refused(
    { update: { path: '/c/{name}', json: { value: '{value}' } } },
    /\/catalog\/update has no \{version\}/,
  );
  refused({ create: { path: '/c', json: { value: '{value}' } } }, /\/catalog\/create has no \{name\}/);
  refused({ create: { path: '/c/{name}' } }, /\/catalog\/create has no \{value\}/);
});

test('a store that makes ids of its own, and gives values that must come back, is right', () => {
  const catalog: CatalogRoutes = {
    create: {
      method: 'POST',
      path: '/c',
      json: { v: '{value}' },
      id: { header: 'Location' },
      capture: { owner: { json: 'owner' } },
    },
    read: { path: '/c/{id}', version: { header: 'ETag' }, value: { json: 'v' } },
    update: { path: '/c/{id}', json: { rev: '{version}', v: '{value}', owner: '{owner}' } },
    remove: { path: '/c/{id}?owner={owner}' },
  };
  const target = {
    schema: 'burstbox/target/1',
    about: 'x',
    baseUrl: 'http://127.0.0.1:1',
    health: '/',
    routes: { ping: '/' },
  };
  assert.equal(whatIsWrong('target', { ...target, catalog }), undefined);
  checkCatalog('my.json', catalog);
  refused(
    { ...catalog, read: { ...catalog.read, path: '/c/{shelf}' } },
    /read\/path has the placeholder \{shelf\}.*known there: \{name\}, \{id\}, \{owner\}/,
  );
  refused(
    { ...catalog, create: { ...catalog.create, capture: { value: { json: 'v' } } } },
    /capture has the reserved name value/,
  );
  refused(
    { ...catalog, read: { ...catalog.read, path: '/c' } },
    /\/catalog\/read has no \{name\} in its path, headers or body; put it, or \{id\}/,
  );
});

test('an environment variable is no placeholder, and a version under the name of a secret is none', () => {
  const update = { ...CATALOG.update, headers: { Authorization: `Bearer \${API_TOKEN}` } };
  checkCatalog('my.json', { ...CATALOG, update: { ...update, json: { token: '{version}', v: '{value}' } } });
  const routes = { ping: '/' };
  refusePlainSecrets('my.json', {
    routes,
    catalog: { ...CATALOG, update: { ...update, json: { token: '{version}' } } },
  });
  assert.throws(
    () =>
      refusePlainSecrets('my.json', {
        routes,
        catalog: { ...CATALOG, read: { ...CATALOG.read, headers: { Cookie: 'abc' } } },
      }),
    { code: 'config', message: /\/catalog\/read\/headers\/Cookie is a secret in plain text/ },
  );
});
