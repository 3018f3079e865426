// A service unlike the reference one: documents with ids of its own, as forms, behind a token that a login gives.
import { createServer } from 'node:http';

const TOKEN_USES = Number(process.env.TOKEN_USES ?? Number.POSITIVE_INFINITY);
const { DEMO_PASSWORD } = process.env;

const documents = new Map();
const tokens = new Map();
let made = 0;

const ROUTES = [
  ['POST', /^\/login$/, logIn],
  ['GET', /^\/health$/, (_, answer) => answer(200, { ok: true })],
  ['POST', /^\/api\/documents$/, guarded(create)],
  ['GET', /^\/api\/documents$/, guarded(list)],
  ['GET', /^\/api\/documents\/([^/]+)\/content$/, guarded(read)],
  ['DELETE', /^\/api\/documents\/([^/]+)$/, guarded(forget)],
];

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answer = (status, json) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(json && JSON.stringify(json));
  const asked = { headers: request.headers, body: Buffer.concat(chunks), response };
  for (const [method, path, handle] of ROUTES) {
    const match = request.method === method && path.exec(request.url);
    if (match) return handle({ ...asked, id: match[1] }, answer);
  }
  answer(404, { error: 'no such route' });
}).listen(Number(process.env.PORT), '127.0.0.1');

function logIn({ body }, answer) {
  const { user, password } = JSON.parse(body);
  if (!/^demo(-\d+)?$/.test(user) || password !== DEMO_PASSWORD)
    return answer(400, { error: 'wrong user or password' });
  console.log(`${user} is here`);
  const token = `token-${DEMO_PASSWORD}-${tokens.size}`;
  tokens.set(token, TOKEN_USES);
  answer(200, { data: { access_token: token } });
}

function guarded(handle) {
  return (asked, answer) => {
    const token = (asked.headers.authorization ?? '').replace('Token ', '');
    const left = tokens.get(token) ?? 0;
    tokens.set(token, left - 1);
    return left > 0 ? handle(asked, answer) : answer(401, { error: 'who are you?' });
  };
}

function create({ headers, body, response }, answer) {
  const form = formOf(headers['content-type'], body);
  const file = form.get('document');
  const isWhole =
    form.get('owner')?.bytes.toString() === 'grüße' && form.get('title')?.bytes.toString() === file?.name;
  if (!isWhole || file.type !== 'image/png')
    return answer(422, { error: 'a document needs a title and an owner' });
  const id = `doc ${++made}/ü`;
  documents.set(id, file);
  response.setHeader('Location', `/api/documents/${encodeURIComponent(id)}`);
  answer(201, { document: { ids: [{ value: id }] } });
}

function list(_, answer) {
  const items = [...documents].map(([key, { name }]) => ({ key, file: { name } }));
  answer(200, { page: { items } });
}

function read({ id, response }, answer) {
  const file = documents.get(decodeURIComponent(id));
  if (file === undefined) return answer(404, { error: 'no such document' });
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': file.bytes.length }).end(file.bytes);
}

function forget({ id }, answer) {
  answer(documents.delete(decodeURIComponent(id)) ? 204 : 404);
}

/** multipart/form-data (RFC 7578), by field name. */
function formOf(contentType, body) {
  const boundary = `--${/boundary=(\S+)/.exec(contentType)?.[1]}`;
  const form = new Map();
  let at = body.indexOf(boundary);
  for (let end = body.indexOf(boundary, at + 1); end !== -1; at = end, end = body.indexOf(boundary, at + 1)) {
    const headEnd = body.indexOf('\r\n\r\n', at);
    const head = body.subarray(at, headEnd).toString();
    form.set(/; name="([^"]*)"/.exec(head)?.[1], {
      name: /filename="([^"]*)"/.exec(head)?.[1],
      type: /Content-Type: (.*)/.exec(head)?.[1],
      bytes: body.subarray(headEnd + 4, end - 2),
    });
  }
  return form;
}
