/**
 * What all generators are pointed at: it answers at once, and says how many requests it has had. Of files it keeps those that came
 * in batches, for as long as it takes to ask for them.
 */
import { createServer } from 'node:http';

const FILE = Buffer.alloc(100 * 1024);
const LIST = '{"files":[]}';
const MAX_KEPT = 1000;
const BLOCK = 512;
const kept = new Map();
let requests = 0;
let byK6 = 0;
let preloaded = 0;

const server = createServer(async (request, response) => {
  const { method, url = '' } = request;
  if (url === '/count') {
    response.end(JSON.stringify({ requests, byK6, preloaded }));
    return;
  }
  if (url.startsWith('/preloaded/')) {
    preloaded += Number(url.split('/').at(-1));
    response.end();
    return;
  }
  requests += 1;
  if (request.headers['user-agent']?.includes('k6')) byK6 += 1;
  if (url === '/batch') keep(await bodyOf(request));
  else if (url === '/batch/download') {
    response.end(tarOf(JSON.parse((await bodyOf(request)).toString()).ids ?? []));
    return;
  } else for await (const _ of request);
  if (url === '/ping') response.end('ok');
  else if (url.startsWith('/files?')) response.setHeader('content-type', 'application/json').end(LIST);
  else if (method === 'GET') response.end(FILE);
  else response.writeHead(201).end();
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Takes the files out of multipart/form-data. */
function keep(body) {
  const boundary = body.subarray(0, body.indexOf('\r\n'));
  for (let at = 0; at >= 0; ) {
    const begin = body.indexOf('\r\n\r\n', at) + 4;
    const end = body.indexOf(boundary, begin) - 2;
    if (begin < 4 || end < begin) break;
    const name = /filename="([^"]+)"/.exec(body.toString('latin1', at, begin))?.[1];
    if (name !== undefined) kept.set(name, Buffer.from(body.subarray(begin, end)));
    at = end + 2;
  }
  for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest);
}

/** POSIX ustar. */
function tarOf(names) {
  const blocks = names.flatMap((name) => {
    const bytes = kept.get(name) ?? Buffer.alloc(0);
    const head = Buffer.alloc(BLOCK);
    head.write(name, 0);
    head.write('0000644', 100);
    head.write(`${bytes.length.toString(8).padStart(11, '0')} `, 124);
    head.write('        0', 148);
    head.write('ustar\x0000', 257);
    head.write(
      `${head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    return [head, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}
