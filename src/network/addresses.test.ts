import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import {
  addressesOf,
  answersOnlyOnIpv6,
  hostOf,
  isLoopbackAddress,
  isThisMachine,
  portOf,
} from './addresses.ts';

test('a loopback address is known in every form, and no other is', () => {
  for (const address of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'])
    assert.equal(isLoopbackAddress(address), true, address);
  for (const address of [
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '::2',
    'fe80::1',
    '::ffff:10.0.0.1',
    '127.evil.test',
  ])
    assert.equal(isLoopbackAddress(address), false, address);
});

test('host and port of a URL', () => {
  assert.equal(hostOf('http://[::1]:8080/a'), '::1');
  assert.equal(hostOf('https://Shop.test/'), 'shop.test');
  assert.deepEqual(['http://a', 'https://a', 'http://a:8080'].map(portOf), [80, 443, 8080]);
});

test('this machine is known by what its names lead to, not by how they are spelled', async () => {
  assert.equal(await isThisMachine('127.0.0.1'), true);
  assert.equal(await isThisMachine('::1'), true);
  assert.equal(await isThisMachine('localhost'), true);
  assert.equal(await isThisMachine('10.1.2.3'), false);
  assert.equal(await isThisMachine('no-such-host.invalid'), false);
  assert.deepEqual(await addressesOf('no-such-host.invalid'), []);
});

test('a name of both families whose service is on one of them', async (t) => {
  const families = new Set((await addressesOf('localhost')).map((address) => address.includes(':')));
  if (families.size < 2) return t.skip('localhost has one address here');
  for (const [host, only] of [
    ['::1', true],
    ['127.0.0.1', false],
  ] as const) {
    const server = createServer((socket) => socket.end()).listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    assert.equal(await answersOnlyOnIpv6(`http://localhost:${port}/`), only, host);
    assert.equal(await answersOnlyOnIpv6(`http://${host.includes(':') ? '[::1]' : host}:${port}/`), false);
    server.close();
  }
});
