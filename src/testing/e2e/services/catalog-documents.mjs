// Two stores that know no ETags. Like CouchDB: a document has its `_rev` in its JSON, and DELETE takes it as a parameter. A
// cell is compared and swapped by a POST whose body says which number it must still have.
import { createServer } from 'node:http';

const documents = new Map();
const cells = new Map();

const ROUTES = [
  [/^\/db\/_all_docs$/, (_, answer) => answer(200, { rows: [...documents.keys()].map((id) => ({ id })) })],
  [/^\/db\/([^/]+)$/, document],
  [/^\/cells$/, (_, answer) => answer(200, [...cells.keys()])],
  [/^\/cells\/([^/]+)$/, cell],
];

createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const answer = (status, json) =>
    response.writeHead(status).end(json === undefined ? '' : JSON.stringify(json));
  if (pathname === '/health') return answer(200);
  for (const [path, handle] of ROUTES) {
    const match = path.exec(pathname);
    const asked = { method: request.method, body: text === '' ? {} : JSON.parse(text), searchParams };
    if (match) return handle({ ...asked, id: match[1] }, answer);
  }
  answer(404);
}).listen(Number(process.env.PORT), '127.0.0.1');

function document({ method, id, body, searchParams }, answer) {
  const found = documents.get(id);
  if (method === 'GET') return found === undefined ? answer(404) : answer(200, found);
  const rev = method === 'DELETE' ? searchParams.get('rev') : body._rev;
  if (rev !== found?._rev) return answer(409, { error: 'conflict' });
  if (method === 'DELETE') {
    documents.delete(id);
    return answer(200, { ok: true });
  }
  const count = Number(found?._rev.split('-')[0] ?? 0) + 1;
  const written = { ...body, _id: id, _rev: `${count}-${Math.random().toString(16).slice(2)}` };
  documents.set(id, written);
  answer(201, { ok: true, id, rev: written._rev });
}

function cell({ method, id, body }, answer) {
  const found = cells.get(id);
  if (method === 'GET') return found === undefined ? answer(404) : answer(200, found);
  if (method === 'DELETE') return cells.delete(id) ? answer(204) : answer(404);
  const { expected, next } = body;
  if (expected !== (found?.number ?? 0)) return answer(409, { number: found?.number ?? 0 });
  cells.set(id, { number: (found?.number ?? 0) + 1, content: { text: next } });
  answer(200, { swapped: true });
}
