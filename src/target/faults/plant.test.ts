import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { test } from 'node:test';
import { openFolderStorage } from '../folder-storage.ts';
import { Exchange } from '../route.ts';
import { temporaryFolder } from '../test-service.ts';
import type { Fault } from './fault.ts';
import { plantFaults } from './plant.ts';

test('without a fault nothing stands between a request and its handler, nor before the storage', (t) => {
  const planted = plantFaults([]);
  const handler = () => {};
  const storage = openFolderStorage(temporaryFolder(t));
  assert.equal(planted.handler(handler), handler);
  assert.equal(planted.storage(storage), storage);
});

test('a fault leaves alone what it has nothing to do with', (t) => {
  const planted = plantFaults([{ fault: tracing('a', []), values: {} }]);
  const storage = openFolderStorage(temporaryFolder(t));
  assert.equal(planted.storage(storage), storage);
});

test('of several faults a request meets the one named first first', async () => {
  const met: string[] = [];
  const faults = ['a', 'b'].map((name) => ({ fault: tracing(name, met), values: {} }));
  const request = new IncomingMessage(new Socket());
  await plantFaults(faults).handler(() => void met.push('handler'))(
    new Exchange(request, new ServerResponse(request)),
  );
  assert.deepEqual(met, ['a', 'b', 'handler']);
});

/** Notes its name when it is met. */
function tracing(name: string, met: string[]): Fault {
  return {
    name,
    about: name,
    parameters: {},
    plant: () => ({
      handler: (next) => (exchange) => {
        met.push(name);
        return next(exchange);
      },
    }),
  };
}
