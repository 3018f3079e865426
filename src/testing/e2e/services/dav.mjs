// A WebDAV store, as far as files need it (RFC 4918), behind HTTP basic authentication. Each file must say its name and size in a header.
import { createServer } from 'node:http';

const ASKED_BY = `Basic ${Buffer.from(`dav:${process.env.DAV_PASSWORD}`).toString('base64')}`;

const files = new Map();

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method, url, headers } = request;
  if (url === '/health') return response.end();
  if (headers.authorization !== ASKED_BY) return response.writeHead(401).end();
  if (method === 'PROPFIND') {
    const names = headers.depth === '1' ? [...files.keys()] : [];
    const entries = ['/dav/', ...names].map((name) => `<d:response><d:href>${name}</d:href></d:response>`);
    return response.writeHead(207).end(`<d:multistatus xmlns:d="DAV:">${entries.join('')}</d:multistatus>`);
  }
  if (method === 'PUT') {
    const body = Buffer.concat(chunks);
    if (headers['x-file'] !== `${url.slice('/dav/'.length)}; ${body.length}`)
      return response.writeHead(400).end();
    files.set(url, body);
    return response.writeHead(201).end();
  }
  if (!files.has(url)) return response.writeHead(404).end();
  if (method === 'GET') return response.end(files.get(url));
  files.delete(url);
  response.writeHead(204).end();
}).listen(Number(process.env.PORT), '127.0.0.1');
