import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Accounts } from './accounts.ts';
import { call, json, serve } from './test-service.ts';

async function enrolled(url: string, name: string) {
  const answer = await call(url, 'POST', '/accounts', JSON.stringify({ name }));
  const { id, token, expires_in } = json(answer);
  const send = (method: string, path: string, body?: string) =>
    call(url, method, path, body, { authorization: `Bearer ${token}` });
  return { status: answer.status, id, token, expires_in, send };
}

test('a name is enrolled once and then gets a new token, which replaces the old one', async (t) => {
  const url = await serve(t);
  const first = await enrolled(url, 'u1');
  assert.equal(first.status, 201);
  assert.equal(first.expires_in, 3600);
  assert.deepEqual(json(await first.send('GET', '/accounts/me')), { id: first.id, name: 'u1', notes: 0 });
  const again = await enrolled(url, 'u1');
  assert.equal(again.status, 200);
  assert.equal(again.id, first.id);
  assert.equal((await again.send('GET', '/accounts/me')).status, 200);
  assert.equal((await first.send('GET', '/accounts/me')).status, 401);
});

test('without a token, with a wrong one and after leaving nobody is known', async (t) => {
  const url = await serve(t);
  const none = await call(url, 'GET', '/notes');
  assert.deepEqual([none.status, none.headers['www-authenticate']], [401, 'Bearer']);
  const wrong = await call(url, 'GET', '/notes', '', { authorization: 'Bearer x' });
  assert.deepEqual([wrong.status, wrong.headers['www-authenticate']], [401, 'Bearer error="invalid_token"']);
  const { send } = await enrolled(url, 'u1');
  assert.equal((await send('DELETE', '/accounts/me')).status, 204);
  assert.equal((await send('GET', '/accounts/me')).status, 401);
  assert.equal((await enrolled(url, 'u1')).status, 201, 'the name is free again');
});

test("notes are written, read, listed and removed, and are their account's alone", async (t) => {
  const url = await serve(t);
  const mine = await enrolled(url, 'u1');
  const other = await enrolled(url, 'u2');
  const created = await mine.send('POST', '/notes', '{"text":"hello"}');
  assert.equal(created.status, 201);
  const { id } = json(created);
  assert.deepEqual(json(await mine.send('GET', `/notes/${id}`)), { id, text: 'hello' });
  assert.deepEqual(json(await mine.send('GET', '/notes')), { items: [{ id, text: 'hello' }] });
  assert.equal((await other.send('GET', `/notes/${id}`)).status, 404);
  assert.deepEqual(json(await other.send('GET', '/notes')), { items: [] });
  assert.equal((await mine.send('DELETE', `/notes/${id}`)).status, 204);
  assert.equal((await mine.send('GET', `/notes/${id}`)).status, 404);
});

test('what is no name or no text is refused, and so is a note too many', async (t) => {
  const url = await serve(t);
  for (const body of ['null', '[]', '{}', '{"name":""}', '{"name":5}', '{"name":"a b"}', '{"name":"a/../b"}'])
    assert.equal((await call(url, 'POST', '/accounts', body)).status, 400, body);
  assert.equal(
    (await call(url, 'POST', '/accounts', JSON.stringify({ name: 'x'.repeat(5000) }))).status,
    413,
  );
  const { send } = await enrolled(url, 'u1');
  for (const body of ['null', '{"text":5}', JSON.stringify({ text: 'x'.repeat(4097) })])
    assert.equal((await send('POST', '/notes', body)).status, 400, body.slice(0, 20));
  for (let i = 0; i < 100; i++) assert.equal((await send('POST', '/notes', '{"text":"x"}')).status, 201);
  assert.equal((await send('POST', '/notes', '{"text":"x"}')).status, 507);
});

test('the notes of all accounts together are bounded, and what is removed makes room', () => {
  const accounts = new Accounts(3600, 1000);
  const [mine, other] = ['u1', 'u2'].map((name) => accounts.enrol(name).account);
  assert.ok(mine !== undefined && other !== undefined);
  const text = 'x'.repeat(300);
  const note = accounts.write(mine, text);
  accounts.write(other, text);
  assert.throws(() => accounts.write(mine, text), { code: 'insufficient_storage' });
  accounts.erase(mine, note);
  accounts.write(mine, text);
  accounts.remove(other);
  assert.throws(() => accounts.write(other, text), { code: 'unauthorized' });
  accounts.write(mine, text);
});
