import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TargetRoutes, UploadRoute } from '../../contract/contract.ts';
import { checkRoutes } from './routes.ts';

const UPLOAD: UploadRoute = { style: 'raw', path: '/files/{name}' };
const ROUTES: TargetRoutes = {
  ping: '/',
  upload: UPLOAD,
  download: '/files/{name}',
  remove: '/files/{name}',
};

function refused(changes: Partial<TargetRoutes>, message: RegExp): void {
  assert.throws(() => checkRoutes('my.json', { ...ROUTES, ...changes }), { code: 'config', message });
}

test('routes that a load can play are right', () => {
  const batch = { upload: '/batch', download: '/batch/get', field: 'file' };
  checkRoutes('my.json', { ...ROUTES, batch });
  checkRoutes('my.json', { ping: '/', download: '/large.bin' });
  checkRoutes('my.json', { ping: '/', upload: { style: 'raw', method: 'POST', path: '/sink' } });
  const byId: UploadRoute = { style: 'raw', method: 'POST', path: '/files', id: 'text' };
  checkRoutes('my.json', { ...ROUTES, upload: byId, download: '/files/{id}' });
});

test('one that names no file, or that a batch could not find again, is refused with its place', () => {
  refused({ download: '/last' }, /^my\.json: \/routes\/download is \/last, which does not name a file/);
  refused(
    { remove: { path: '/files', method: 'POST' } },
    /\/routes\/remove is \/files, which does not name a file/,
  );
  refused({ upload: { style: 'raw', path: '/files' } }, /\/routes\/upload sends no name and takes no id/);
  const batch = { upload: '/batch', download: '/batch/get', field: 'file' };
  refused({ batch, upload: { ...UPLOAD, id: 'text' } }, /\/routes\/batch identifies files by name only/);
});

test('a batch that could not be sent or asked for is refused, in all of its forms', () => {
  const batch = { upload: '/batch', download: '/batch/get' };
  const json = { entries: 'files', name: 'name', id: 'id' };
  checkRoutes('my.json', { ...ROUTES, batch: { ...batch, send: 'zip', answer: 'zip' } });
  checkRoutes('my.json', { ...ROUTES, batch: { ...batch, field: 'f', ask: ['{names}'] } });
  checkRoutes('my.json', { ...ROUTES, batch: { ...batch, field: 'f', download: '/zip?ids={ids}' } });
  checkRoutes('my.json', {
    ...ROUTES,
    upload: { ...UPLOAD, id: 'text' },
    batch: { ...batch, send: 'tar', json },
  });
  refused({ batch }, /\/routes\/batch sends a form but names no field/);
  refused({ batch: { ...batch, field: 'f', send: 'tar' } }, /sends one tar archive, which has no fields/);
  const got = { ...batch, field: 'f', download: '/zip?ids={ids}' };
  refused(
    { batch: { ...got, ask: { ids: '{ids}' } } },
    /download is a GET, which has no body, but "ask" is a body/,
  );
  refused(
    { batch: { ...got, download: { path: '/zip', method: 'GET' } } },
    /is GET \/zip, which names no files/,
  );
  refused(
    { batch: { ...batch, field: 'f', ask: { all: true } } },
    /ask is \{"all":true\}, which names no files/,
  );
});
