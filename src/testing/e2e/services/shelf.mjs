// Papers with ids of its own, as forms, for those who log in. With OPEN set it keeps files by name, as they come, for everybody.
import { createServer } from 'node:http';

const TOKEN = `token-${process.env.SHELF_PASSWORD}`;
const OPEN = process.env.OPEN !== undefined;

const papers = new Map();

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { method, url, headers } = request;
  const answer = (status, json) => response.writeHead(status).end(json && JSON.stringify(json));
  if (url === '/healthz') return answer(200, { ok: true });
  if (OPEN) return byName(method, url, body, response);
  if (method === 'POST' && url === '/api/login') {
    const { email, password } = parsed(body);
    const isKnown = email === 'demo' && password === process.env.SHELF_PASSWORD;
    return isKnown ? answer(200, { jwt: TOKEN }) : answer(403);
  }
  if (!url.startsWith('/api/documents')) return answer(404);
  if (headers.authorization !== `Bearer ${TOKEN}`) return answer(401);
  if (method === 'POST') return create(headers['content-type'], body, answer);
  const [, , , id, part] = url.split('/');
  if (id === undefined)
    return answer(200, {
      total: papers.size,
      results: [...papers].map(([key, { name }]) => ({ key, title: name })),
    });
  if (!papers.has(id)) return answer(404);
  if (method === 'DELETE') return answer(papers.delete(id) ? 204 : 404);
  return part === 'raw'
    ? response.end(papers.get(id).bytes)
    : answer(200, { key: id, raw: `/api/documents/${id}/raw` });
}).listen(Number(process.env.PORT), '127.0.0.1');

function byName(method, url, body, response) {
  if (url === '/files')
    return response.end([...papers.keys()].map((each) => `<a href="${each}">`).join('\n'));
  if (!/^\/files\/[^/]+$/.test(url)) return response.writeHead(404).end();
  if (method === 'PUT') papers.set(url, body);
  const kept = papers.get(url);
  if (method === 'DELETE') papers.delete(url);
  return response.writeHead(kept === undefined ? 404 : 200).end(kept);
}

function create(contentType, body, answer) {
  const boundary = /boundary=(\S+)/.exec(contentType ?? '')?.[1];
  const at = body.indexOf('name="paper"; filename="');
  if (boundary === undefined || at === -1) return answer(422, { error: "the part 'paper' is missing" });
  const name = /filename="([^"]*)"/.exec(body.subarray(at, at + 300).toString())?.[1];
  const start = body.indexOf('\r\n\r\n', at) + 4;
  const key = `k${papers.size}-${name.length}-${Math.random().toString(36).slice(2)}`;
  papers.set(key, { name, bytes: body.subarray(start, body.indexOf(`\r\n--${boundary}`, start)) });
  answer(201, { stored: { key, size: body.length } });
}

function parsed(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}
