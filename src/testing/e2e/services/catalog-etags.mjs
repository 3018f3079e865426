// A store of versioned values by ETag and If-Match: what is in memory is the truth, and nothing is between check and write.
import { createServer } from 'node:http';

const datasets = new Map();

createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method, headers } = request;
  const { pathname } = new URL(request.url, 'http://localhost');
  const answer = (status, found) =>
    response
      .writeHead(status, found && { ETag: `"${found.version}"`, 'Content-Type': 'application/json' })
      .end(found && JSON.stringify(found));
  if (pathname === '/health') return response.end();
  if (pathname === '/catalog') return response.end(JSON.stringify({ items: [...datasets.values()] }));
  const name = decodeURIComponent(pathname.slice('/catalog/'.length));
  const found = datasets.get(name);
  if (method === 'GET') return found === undefined ? answer(404) : answer(200, found);
  const isLatest =
    headers['if-none-match'] === '*'
      ? found === undefined
      : found !== undefined && headers['if-match'] === `"${found.version}"`;
  if (!isLatest) return answer(412);
  if (method === 'DELETE') {
    datasets.delete(name);
    return answer(204);
  }
  const { value } = JSON.parse(body);
  const written = { name, value, version: (found?.version ?? 0) + 1 };
  datasets.set(name, written);
  answer(found === undefined ? 201 : 200, written);
}).listen(Number(process.env.PORT), '127.0.0.1');
