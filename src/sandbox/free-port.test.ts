import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { server } from '../testing/http-server.ts';
import { freePort } from './free-port.ts';

test('a free port can be listened on at once', async (t) => {
  const port = await freePort();
  const listener = createServer();
  t.after(() => listener.close());
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
});

test('the wanted port is given when it is free', async () => {
  const port = await freePort();
  assert.equal(await freePort(port), port);
});

test('a wanted port that is taken is told with what to do', async (t) => {
  const { url } = await server(t, () => {});
  const port = Number(new URL(url).port);
  await assert.rejects(freePort(port), {
    code: 'machine',
    message: `port ${port} on 127.0.0.1 is in use by another program; free it, or name another (--port, or "port" in the target file)`,
  });
});
