import assert from 'node:assert/strict';
import { test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { MIB } from '../../text/numbers.ts';
import { prometheus } from './adapters/prometheus.ts';
import { ask } from './ask.ts';
import { plainManner } from './fixtures.ts';
import { keptLines } from './kept-lines.ts';

const kept = (text: string, mostBytes = MIB) =>
  keptLines(new Response(text), (name) => name === 'a', mostBytes);

test('only lines of the wanted names are kept, whole, and the first that tells a type', async () => {
  const text = '# HELP a x\n# TYPE b gauge\n# TYPE a gauge\na{x="ü€"} 1\nb 2\n\naa 3\na 4';
  assert.equal(await kept(text), '# TYPE b gauge\na{x="ü€"} 1\na 4');
});

test('a page that is cut anywhere, within a letter too, is the same page', async () => {
  const bytes = Buffer.from('b 1\na{x="ü€"} 2\nb 3\na 4\n');
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  const lines = await keptLines(new Response(pieces), (name) => name === 'a', MIB);
  assert.equal(lines, 'a{x="ü€"} 2\na 4');
});

test('a page over the bound is given up with its size, and so are too many wanted lines, and no line fills the memory', async () => {
  await assert.rejects(kept('b 1\n'.repeat(MIB)), { message: 'the response has more than 1 MiB' });
  await assert.rejects(kept(`a{x="${'y'.repeat(1000)}"} 1\n`.repeat(5000), 16 * MIB), /more than 4 MiB/);
  const endless = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let piece = 0; piece < 32; piece++)
        controller.enqueue(Buffer.from(piece === 0 ? 'a ' : '1'.repeat(65536)));
      controller.close();
    },
  });
  const line = await keptLines(new Response(endless), (name) => name === 'a', 16 * MIB);
  assert.ok(line.length <= 2 * 65536, `${line.length} bytes are kept of a line of 2 MiB`);
});

test('a page of 20 MiB tells its runtime, as one of a few lines does', async (t) => {
  const line =
    'http_request_duration_seconds_bucket{customer="cust-0000001",route="/v1/orders",le="0.5"} 12345678901\n';
  const chunk = line.repeat(Math.ceil((20 * MIB) / line.length / 20));
  const { url } = await server(t, async (_, response) => {
    for (let turn = 0; turn < 20; turn++) response.write(chunk);
    response.end('nodejs_heap_size_used_bytes 1048576\n');
  });
  assert.deepEqual(await ask(`${url}/metrics`, prometheus, 30_000, plainManner()), {
    values: { runtime_heap_mb: 1 },
  });
});
