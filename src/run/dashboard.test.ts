import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { type Dashboard, startDashboard } from './dashboard.ts';

/** A stand-in for k6's dashboard, which waits as k6 does until nobody reads its events. */
async function k6Dashboard(t: TestContext, port: number) {
  const readers = new Set<ServerResponse>();
  const server = createServer((asked, answer) => {
    if (asked.url !== '/events') return void answer.end(`k6 shows ${asked.url}`);
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.write('event: snapshot\ndata: []\n\n');
    readers.add(answer);
    answer.once('close', () => readers.delete(answer));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { readers, server };
}

async function started(t: TestContext): Promise<Dashboard> {
  const dashboard = await startDashboard();
  t.after(() => dashboard.close());
  return dashboard;
}

/** A connection of its own: the tests are at one address, one after the other. */
async function ask(url: string): Promise<IncomingMessage> {
  const [answer] = await once(get(url, { agent: false }), 'response');
  return answer;
}

test('before the first load a page that waits is shown', async (t) => {
  const dashboard = await started(t);
  const answer = await ask(dashboard.url);
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers.refresh, '2');
  assert.match(await text(answer), /^No load is running/);
});

test('the dashboard of the present k6 is shown, load after load, at one address', async (t) => {
  const dashboard = await started(t);
  for (const path of ['ui/', 'ui/?endpoint=/']) {
    await k6Dashboard(t, await dashboard.nextPort());
    assert.equal(await text(await ask(dashboard.url + path)), `k6 shows /${path}`);
  }
});

test('k6 is let go when the load is over, though the page stays open', async (t) => {
  const dashboard = await started(t);
  const { readers } = await k6Dashboard(t, await dashboard.nextPort());
  const stream = await ask(`${dashboard.url}events`);
  const [reader] = readers;
  assert.ok(reader !== undefined);
  const gone = once(reader, 'close');
  reader.write('event: st');
  reader.write('op\ndata: []\nretry: 9007199254740991\n\n');
  await gone;
  assert.match(await text(stream), /event: snapshot.*event: stop/s);
});

test('a page sees nothing until all metrics are known, and then everything', async (t) => {
  const dashboard = await started(t);
  const { readers } = await k6Dashboard(t, await dashboard.nextPort());
  const stream = await ask(`${dashboard.url}events`);
  const [k6] = readers;
  k6?.write('event: metric\ndata: {"vus":{}}\n\n');
  k6?.write('event: snapshot\ndata: [2]\n\n');
  k6?.write('event: snapshot\ndata: [3]\n\n');
  const [first] = await once(stream, 'data');
  assert.match(String(first), /^event: snapshot\ndata: \[\].*vus.*\[2\].*\[3\]\n\n$/s);
  stream.destroy();
});

test('k6 is let go when the page is closed', async (t) => {
  const dashboard = await started(t);
  const { readers } = await k6Dashboard(t, await dashboard.nextPort());
  const page = await ask(`${dashboard.url}events`);
  const [reader] = readers;
  assert.ok(reader !== undefined);
  const gone = once(reader, 'close');
  page.destroy();
  await gone;
});

test('a k6 that dies ends the stream, and then the page waits', async (t) => {
  const dashboard = await started(t);
  const { server } = await k6Dashboard(t, await dashboard.nextPort());
  const stream = await ask(`${dashboard.url}events`);
  server.close();
  server.closeAllConnections();
  await text(stream).catch(() => {}); // cut or ended
  assert.equal((await ask(dashboard.url)).statusCode, 503);
});

test('two runs at a time have an address each', async (t) => {
  const [one, other] = [await started(t), await started(t)];
  assert.notEqual(one.url, other.url);
});
