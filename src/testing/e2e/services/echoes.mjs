// Says all that it was told in every way that it has: on its output, in headers, bodies, errors, redirects, broken answers,
// metrics and profiles. ECHOES names a file with the texts; it stores files, so that a load has something to do.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Profile, StringTable, ValueType } from 'pprof-format';

const echoes = JSON.parse(readFileSync(process.env.ECHOES, 'utf8'));
const header = encodeURIComponent(echoes.filter((text) => text.length < 100).join(' ')).slice(0, 4000);
const stored = new Map();
let asked = 0;
let tokens = 0;

/** In pieces that end anywhere. */
function say(text) {
  for (let at = 0; at < text.length; at += 7001) process.stdout.write(text.slice(at, at + 7001));
}

say(`${echoes.join('\n')}\n`);
say(`${JSON.stringify(process.env)}\n`);

function profile() {
  const strings = new StringTable();
  for (const text of echoes) strings.dedup(text);
  const type = new ValueType({ type: strings.dedup('cpu'), unit: strings.dedup('nanoseconds') });
  return gzipSync(new Profile({ sampleType: [type], stringTable: strings, durationNanos: 7 }).encode());
}

createServer(async (request, response) => {
  const body = [];
  for await (const chunk of request) body.push(chunk);
  const { method, url, headers } = request;
  const echo = echoes[asked++ % echoes.length];
  say(
    `${method} ${url} ${JSON.stringify(headers)} ${Buffer.concat(body).toString('latin1').slice(0, 300)}\n`,
  );
  response.setHeader('X-Echo', header);
  const path = url.replace(/\?.*/, '');
  const name = path.replace('/files/', '');
  if (path === '/health') return response.end(echoes.join('\n'));
  if (path.startsWith('/debug/pprof/') && path.length > 13) return response.end(profile());
  if (path === '/debug/pprof/') return response.end('<a href="heap?debug=1">heap</a> profile goroutine');
  if (path === '/metrics')
    return response.end(
      `# TYPE up gauge\nup{token=${JSON.stringify(echo)}} 1\nprocess_resident_memory_bytes 1e7\n`,
    );
  if (path === '/login' || path === '/users') {
    const token = `given-token-${++tokens}-qz99`;
    say(`gave ${token}\n`);
    return response.writeHead(201).end(JSON.stringify({ token, refresh: echo }));
  }
  if (path === '/me') return response.end(JSON.stringify({ echo, sent: headers }));
  const chance = asked % 20;
  if (chance === 1) return response.writeHead(500).end(JSON.stringify({ error: echo }));
  if (chance === 2)
    return response.writeHead(302, { Location: `/elsewhere?k=${encodeURIComponent(echo)}` }).end();
  if (chance === 3) return request.socket.end(`${echo}\r\n\r\n`);
  if (chance === 4) return request.socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${echo}\r\n\r\n`);
  if (path === '/files') return response.end(JSON.stringify([...stored.keys(), ...echoes]));
  if (method === 'PUT') stored.set(name, Buffer.concat(body));
  if (!stored.has(name)) return response.writeHead(404).end(echo);
  if (method === 'GET') return response.end(stored.get(name));
  if (method === 'DELETE') stored.delete(name);
  return response.writeHead(method === 'PUT' ? 201 : 204).end();
}).listen(process.env.PORT, process.env.HOST);
