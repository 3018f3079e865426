import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
import { findRead } from './find-read.ts';
import { findStorage } from './find-storage.ts';

const NEVER = new AbortController().signal;

/** A server of static files that gives its page, with a nonce, to everything that is no file, whatever the method. */
async function statics(t: TestContext, links: string[], files: Record<string, () => string>) {
  const page = () =>
    `<ul nonce="${randomBytes(8).toString('hex')}">${links.map((link) => `<li><a href="${link}">${link}</a>`).join('')}</ul>`;
  const asked: string[] = [];
  const { url } = await server(t, (request, response) => {
    request.resume();
    asked.push(`${request.method} ${request.url}`);
    const file = files[request.url ?? ''];
    if (file === undefined && request.url !== '/') return response.writeHead(404).end();
    response.setHeader('content-type', file === undefined ? 'text/html' : 'application/octet-stream');
    return response.end(file === undefined ? page() : file());
  });
  return { url, asked };
}

test('files that the page of a service shows can be read; what changes, is elsewhere or does something is left alone', async (t) => {
  let count = 0;
  const links = [
    'a.bin',
    '&#47;img&#x2f;b.png',
    'gone.png',
    'count.txt',
    'sub/',
    '/delete.php',
    'http://other.example/c.js',
    'd.js?v=2',
  ];
  const { url, asked } = await statics(t, links, {
    '/a.bin': () => 'aaaa',
    '/img/b.png': () => 'bbbb',
    '/count.txt': () => String(count++),
    '/delete.php': () => 'gone',
  });
  assert.deepEqual(await findRead(newClient(url, NEVER)), ['/a.bin', '/img/b.png']);
  assert.ok(!asked.includes('GET /delete.php'));
});

test('a service without a page, or with one that shows no files, has nothing to read', async (t) => {
  const { url } = await server(t, (_, response) =>
    response.setHeader('content-type', 'application/json').end('["/a.bin"]'),
  );
  assert.deepEqual(await findRead(newClient(url, NEVER)), []);
});

test('one that answers a POST with its page has taken nothing, and nothing is said to be left on it', async (t) => {
  const { url } = await statics(t, ['a.bin'], {});
  const { found, refusals } = await findStorage(newClient(url, NEVER), undefined, {});
  assert.equal(found, undefined);
  assert.deepEqual(refusals, ['POST / answers as a GET does: it takes no files']);
});
