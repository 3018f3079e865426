import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { plainManner } from './fixtures.ts';
import { goroutineCounter } from './goroutines.ts';

const PATIENCE_MS = 900;

/** A counter whose asking takes no time and whose pauses are over at once. */
function impatient(index: string) {
  let minutes = 0;
  return goroutineCounter(index, PATIENCE_MS, plainManner(), () => 60_000 * Math.floor(minutes++ / 2));
}

test("the head of Go's list is the count", async (t) => {
  const { url } = await server(t, (_, response) => response.end('goroutine profile: total 2041\n9 @ 0x1\n'));
  assert.deepEqual(await goroutineCounter(`${url}/`, PATIENCE_MS, plainManner())(), {
    runtime_goroutines: 2041,
  });
});

test('a list of another form is asked for three times and never again', async (t) => {
  const bodies = ['goroutine profile: total -1\n', '\x1f\x8b', 'total 5\n', 'goroutine profile: total 5\n'];
  const { url, requests } = await server(t, (_, response) => response.end(bodies.shift()));
  const read = impatient(`${url}/`);
  for (let turn = 0; turn < 5; turn++) assert.deepEqual(await read(), {});
  assert.equal(requests.length, 3);
});

test('a service that was counted before is asked again however often it was too busy', async (t) => {
  let turn = 0;
  const { url } = await server(t, (_, response) => {
    const isBusy = turn++ > 0 && turn < 7;
    response.writeHead(isBusy ? 503 : 200).end(`goroutine profile: total ${turn}\n`);
  });
  const read = impatient(`${url}/`);
  const counts = [];
  for (let asked = 0; asked < 7; asked++) counts.push((await read()).runtime_goroutines);
  assert.deepEqual(counts, [1, undefined, undefined, undefined, undefined, undefined, 7]);
});
