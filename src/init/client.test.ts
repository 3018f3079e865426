import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { isRead, newClient, sizeText } from './client.ts';

const NEVER = new AbortController().signal;

test('only the same path with another slash at its end is followed', async (t) => {
  const { url, requests } = await server(t, ({ url }, response) => {
    if (url === '/list?page=1') return response.writeHead(301, { Location: '/list/?page=1' }).end();
    if (url === '/away') return response.writeHead(302, { Location: 'http://example.com/away/' }).end();
    return response.end('here');
  });
  const client = newClient(url, NEVER);
  const listed = await client.send({ method: 'GET', path: '/list?page=1' });
  assert.deepEqual([listed.status, listed.path], [200, '/list/?page=1']);
  assert.equal((await client.send({ method: 'GET', path: '/away' })).status, 302);
  assert.deepEqual(requests, ['/list?page=1', '/list/?page=1', '/away']);
});

test('an answer that is too large is counted and not kept, and a service that is gone is said to be', async (t) => {
  const { url } = await server(t, ({ url }, response) => {
    if (url === '/large') return response.end(Buffer.alloc(9 * 1024 * 1024));
    return response.destroy();
  });
  const client = newClient(url, NEVER);
  const large = await client.send({ method: 'GET', path: '/large' });
  assert.deepEqual([large.status, large.body.length, isRead(large)], [200, 0, false]);
  assert.equal(sizeText(large), 'returns 9 MB; more than 8 are not read');
  for (let silent = 0; silent < 2; silent++) await client.send({ method: 'GET', path: '/cut' });
  await assert.rejects(client.send({ method: 'GET', path: '/cut' }), {
    code: 'target',
    message: /no longer responds \(GET \/cut\)/,
  });
});

test('what an answer repeats of the secret is not told on', async (t) => {
  const { url } = await server(t, (request, response) =>
    response.end(`\u001b[2Jbad ${request.headers.authorization}`),
  );
  const client = newClient(url, NEVER);
  client.carry({ Authorization: 'Bearer s3cret-token' });
  const said = client.said(await client.send({ method: 'GET', path: '/' }));
  assert.equal(said, '[2Jbad Bearer ***');
});

test('an interrupt ends what is asked, but not what must be done after it', async (t) => {
  const { url } = await server(t, (_, response) => response.end('here'));
  const interrupted = new AbortController();
  interrupted.abort();
  const client = newClient(url, interrupted.signal);
  await assert.rejects(client.send({ method: 'GET', path: '/' }), { code: 'interrupted' });
  assert.equal((await client.lasting.send({ method: 'DELETE', path: '/' })).status, 200);
});
