import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyUrl, tlsFiles } from './way-values.ts';

test('a proxy is an http URL, whose password may come from the environment', (t) => {
  process.env.PROXY_WORD = 's3cr3t/@';
  t.after(() => delete process.env.PROXY_WORD);
  assert.equal(proxyUrl('http://proxy.test:3128', 'proxy'), 'http://proxy.test:3128/');
  assert.equal(
    proxyUrl(`http://me:\${PROXY_WORD}@proxy.test:3128`, 'proxy'),
    'http://me:s3cr3t%2F%40@proxy.test:3128/',
  );
});

test('what is no proxy is refused, and a password in it is never repeated', () => {
  for (const text of [
    'proxy.test:3128',
    'socks5://me:s3cr3t@proxy.test:1080',
    'https://me:s3cr3t@proxy.test',
    'http://me:s3cr3t@proxy.test/path',
    'http://me:s3cr3t@proxy.test:99999',
    'http://me:s3cr3t%zz@proxy.test',
    `http://me:\${NOT_SET_ANYWHERE}@proxy.test`,
  ])
    assert.throws(
      () => proxyUrl(text, 'proxy'),
      ({ code, message }: Error & { code: string }) =>
        code === 'usage' && message.startsWith('--proxy') && !message.includes('s3cr3t'),
      text,
    );
});

test('PEM files are named by what they are', () => {
  assert.deepEqual(tlsFiles('ca=/a/ca.pem', 'tls'), { ca: '/a/ca.pem' });
  assert.deepEqual(tlsFiles('cert=/a/me.pem,key=/a/me=1.key', 'tls'), {
    cert: '/a/me.pem',
    key: '/a/me=1.key',
  });
  for (const text of ['/a/ca.pem', 'ca=', 'ca=/a,ca=/b', 'crt=/a', 'ca=/a,', '__proto__=/a'])
    assert.throws(() => tlsFiles(text, 'tls'), {
      code: 'usage',
      message: /^--tls .*: expected PEM files such as ca=/,
    });
});
