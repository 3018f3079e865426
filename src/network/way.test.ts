import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { tempFolder } from '../testing/temp-folder.ts';
import { checkTls } from './tls.ts';
import { goBy, k6Way, request, type Way } from './way.ts';

async function listening(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Goes this way for the length of a test. */
function by(t: TestContext, way: Way): void {
  goBy(way);
  t.after(() => goBy({}));
}

const get = async (url: string) => {
  const answer = await request(url, { redirect: 'manual' });
  return `${answer.status} ${await answer.text()}`;
};

/** A proxy that leads every name to one port of this machine, and notes what it was asked. */
async function proxyTo(t: TestContext, port: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const note = (request: IncomingMessage) =>
    asked.push(
      [request.method, request.url, request.headers['proxy-authorization']].filter(Boolean).join(' '),
    );
  const server = createServer((request, response) => {
    note(request);
    response.end('by proxy');
  });
  server.on('connect', (request, socket) => {
    note(request);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => {});
  });
  return { url: `http://127.0.0.1:${await listening(t, server)}`, asked };
}

interface Certificates {
  ca: string;
  server: { key: string; cert: string };
  client: { key: string; cert: string };
}

/** An authority of a test's own, with a certificate for a server and one for a client. */
async function certificates(t: TestContext): Promise<Certificates> {
  const folder = await tempFolder(t);
  const file = (name: string) => join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test');
  const issue = (name: string, names: string) => {
    writeFileSync(file('ext'), `subjectAltName=${names}\n`);
    openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'ext'];
    openssl('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.pem`);
    return { key: file(`${name}.key`), cert: file(`${name}.pem`) };
  };
  return {
    ca: file('ca.pem'),
    server: issue('server', 'IP:127.0.0.1,DNS:shop.test'),
    client: issue('client', 'DNS:me'),
  };
}

const read = (pair: { key: string; cert: string }) => ({
  key: readFileSync(pair.key),
  cert: readFileSync(pair.cert),
});

test('a proxy of the environment is never asked, a redirect never followed', async (t) => {
  const elsewhere = createServer((_, response) => response.end('elsewhere'));
  const other = await listening(t, elsewhere);
  const service = createServer((_, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end('moved'),
  );
  const port = await listening(t, service);
  const proxy = await proxyTo(t, port);
  const names = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'NODE_USE_ENV_PROXY'];
  for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.url;
  t.after(() => names.map((name) => delete process.env[name]));
  assert.equal(await get(`http://127.0.0.1:${port}/`), '302 moved');
  await assert.rejects(request(`http://127.0.0.1:${port}/`, { redirect: 'error' }));
  assert.deepEqual(proxy.asked, []);
});

test('the proxy that is named takes what is plain as it is, what is TLS in a tunnel, and nothing for this machine', async (t) => {
  const made = await certificates(t);
  const service = createTlsServer(read(made.server), (_, response) => response.end('over TLS'));
  const proxy = await proxyTo(t, await listening(t, service));
  const plain = await listening(
    t,
    createServer((_, response) => response.end('direct')),
  );
  by(t, { proxy: proxy.url.replace('//', '//me:p%40ss@'), tls: { ca: made.ca } });
  assert.equal(await get('http://shop.test/ping?a=1'), '200 by proxy');
  assert.equal(await get('https://shop.test/ping'), '200 over TLS');
  assert.equal(await get(`http://127.0.0.1:${plain}/`), '200 direct');
  const who = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  assert.deepEqual(proxy.asked, [`GET http://shop.test/ping?a=1 ${who}`, `CONNECT shop.test:443 ${who}`]);
});

test('an authority is trusted when it is named, and a service that asks who we are is told', async (t) => {
  const made = await certificates(t);
  const asking = {
    ...read(made.server),
    ca: readFileSync(made.ca),
    requestCert: true,
    rejectUnauthorized: true,
  };
  const service = createTlsServer(asking, (_, response) => response.end('known'));
  const url = `https://127.0.0.1:${await listening(t, service)}/`;
  by(t, {});
  await assert.rejects(get(url), (error: Error) => /certificate/.test(String(error.cause)));
  goBy({ tls: { ca: made.ca } });
  await assert.rejects(get(url));
  goBy({ tls: { ca: made.ca, ...made.client } });
  assert.equal(await get(url), '200 known');
});

test('k6 is told the same', (t) => {
  by(t, {});
  assert.deepEqual(k6Way(), {});
  goBy({ proxy: 'http://p:1/', tls: { ca: '/ca', cert: '/c', key: '/k' }, preferIpv6: true });
  assert.deepEqual(k6Way(), {
    HTTP_PROXY: 'http://p:1/',
    HTTPS_PROXY: 'http://p:1/',
    NO_PROXY: '',
    SSL_CERT_FILE: '/ca',
    TLS_CERT: '/c',
    TLS_KEY: '/k',
    K6_DNS: 'policy=preferIPv6',
  });
});

test('files that cannot be used are named before anything starts, without what is in them', async (t) => {
  const { ca, server, client } = await certificates(t);
  const encrypted = `${client.key}.locked`;
  execFileSync(
    'openssl',
    ['ec', '-in', client.key, '-aes128', '-passout', 'pass:secret', '-out', encrypted],
    {
      stdio: 'pipe',
    },
  );
  checkTls({ ca, ...client }, 'x');
  const cases: [Parameters<typeof checkTls>[0], RegExp][] = [
    [{ ca: '/nowhere.pem' }, /^x: ca \/nowhere\.pem cannot be read/],
    [{ ca: client.key }, /^x: ca .*client\.key: expected certificates in PEM$/],
    [{ cert: client.cert }, /^x: a client's certificate needs its key/],
    [{ cert: client.cert, key: encrypted }, /locked: expected a private key in PEM, without a passphrase$/],
    [{ cert: client.cert, key: server.key }, /^x: the key .*server\.key does not belong to the certificate/],
  ];
  for (const [files, message] of cases)
    assert.throws(() => checkTls(files, 'x'), { code: 'config', message });
});

test('names that the way has an address for lead there, with the host that was asked for', async (t) => {
  const hosts: (string | undefined)[] = [];
  const server = createServer((incoming, answer) => {
    hosts.push(incoming.headers.host);
    answer.end('here');
  });
  const port = await listening(t, server);
  by(t, { names: { '*.objects.invalid': '127.0.0.1' } });
  assert.equal(await get(`http://bucket.objects.invalid:${port}/`), '200 here');
  assert.deepEqual(hosts, [`bucket.objects.invalid:${port}`]);
  await assert.rejects(get(`http://other.invalid:${port}/`));
  assert.deepEqual(JSON.parse(k6Way().HOSTS ?? ''), { '*.objects.invalid': '127.0.0.1' });
});
