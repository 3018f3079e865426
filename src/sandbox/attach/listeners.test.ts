import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { listeningInodes, parseListeners } from './listeners.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

function line(local: string, state: string, inode: number): string {
  return `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0\n`;
}

async function proc(t: Parameters<typeof tempFolder>[0], tcp: string, tcp6 = ''): Promise<string> {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'net'));
  writeFileSync(join(folder, 'net', 'tcp'), HEAD + tcp);
  writeFileSync(join(folder, 'net', 'tcp6'), HEAD + tcp6);
  return folder;
}

test('only sockets that listen, and belong to somebody, are listeners', () => {
  const table =
    HEAD + line('0100007F:1F90', '0A', 7) + line('0100007F:1F90', '01', 8) + line('00000000:0050', '0A', 0);
  assert.deepEqual(parseListeners(table), [{ address: '0100007F', port: 8080, inode: '7' }]);
});

test('the listener on the loopback address goes before the one on all addresses', async (t) => {
  const both = await proc(t, line('00000000:1F90', '0A', 1) + line('0100007F:1F90', '0A', 2));
  assert.deepEqual(listeningInodes(8080, both), ['2']);
  const six = await proc(t, '', line('00000000000000000000000000000000:1F90', '0A', 3));
  assert.deepEqual(listeningInodes(8080, six), ['3']);
  const mapped = await proc(t, '', line('0000000000000000FFFF00000100007F:1F90', '0A', 4));
  assert.deepEqual(listeningInodes(8080, mapped), ['4']);
});

test('workers that share a port by SO_REUSEPORT are all found, other ports and outer addresses are not', async (t) => {
  const shared = await proc(t, line('0100007F:1F90', '0A', 1) + line('0100007F:1F90', '0A', 2));
  assert.deepEqual(listeningInodes(8080, shared), ['1', '2']);
  const outer = await proc(t, line('0500000A:1F90', '0A', 1) + line('0100007F:1F91', '0A', 2));
  assert.deepEqual(listeningInodes(8080, outer), []);
});

test('where there is no /proc nobody listens', () => {
  assert.deepEqual(listeningInodes(8080, '/nowhere'), []);
});
