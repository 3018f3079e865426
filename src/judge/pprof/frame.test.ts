import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FrameKind, frameOf } from './frame.ts';

const GO = '/usr/local/go/src';

const NAMES: [name: string, file: string, kind: FrameKind, label: string][] = [
  ['leakHeap', '/home/me/burst/src/target/faults/heap-leak.ts', 'own', 'leakHeap (faults/heap-leak.ts)'],
  ['run', 'file:///srv/app/dist/main.mjs', 'own', 'run (dist/main.mjs)'],
  ['serve', 'C:\\Users\\me\\app\\src\\serve.js', 'own', 'serve (src/serve.js)'],
  [
    '(anonymous:L#15:C#26)',
    '/srv/faults/heap-leak.ts',
    'own',
    'an anonymous function (faults/heap-leak.ts:15)',
  ],
  ['hash', '/srv/node_modules/prom-client/lib/util.js', 'library', 'hash (lib/util.js)'],
  ['emit', 'node:events', 'runtime', 'emit (node:events)'],
  ['writev', '', 'runtime', 'writev'],
  ['(idle)', '', 'idle', 'idle'],
  ['Garbage Collection', '', 'collector', 'garbage collection'],
  ['(external)', '', 'outside', 'buffers outside the heap'],
  ['main.leak', '/home/me/app/main.go', 'own', 'main.leak (app/main.go)'],
  ['main.leak.func1', 'example.com/app/main.go', 'own', 'main.leak.func1 (app/main.go)'],
  [
    'example.com/me/app/store.(*Disk).Put',
    '/home/me/app/store/disk.go',
    'own',
    'store.(*Disk).Put (store/disk.go)',
  ],
  ['app/store.Map[...]', '/home/me/app/store/map.go', 'own', 'store.Map[...] (store/map.go)'],
  ['net/http.(*conn).serve', `${GO}/net/http/server.go`, 'runtime', 'http.(*conn).serve (http/server.go)'],
  ['net/http.(*conn).serve', 'net/http/server.go', 'runtime', 'http.(*conn).serve (http/server.go)'],
  [
    'runtime.memmove',
    `${GO}/runtime/memmove_amd64.s`,
    'runtime',
    'runtime.memmove (runtime/memmove_amd64.s)',
  ],
  ['runtime.gcBgMarkWorker', `${GO}/runtime/mgc.go`, 'collector', 'garbage collection'],
  ['github.com/x/y.Do', '/root/go/pkg/mod/github.com/x/y@v1.2.3/do.go', 'library', 'y.Do (y/do.go)'],
  ['go.k6.io/k6/v2/lib.Run', '/home/me/k6/lib/run.go', 'own', 'lib.Run (lib/run.go)'],
  ['view', '/srv/app/views.py', 'own', 'view (app/views.py)'],
  ['get', '/usr/lib/python3/dist-packages/django/core.py', 'library', 'get (django/core.py)'],
  ['', '/srv/app/x.ts', 'own', 'a function without a name (app/x.ts)'],
];

test('whose a function is, and its name with the last two parts of its file', () => {
  for (const [name, file, kind, label] of NAMES)
    assert.deepEqual(frameOf(name, file), { kind, label }, `${name} ${file}`);
});

test('a name is text of bounded length, whatever a target calls its functions', () => {
  const { label } = frameOf(`a\u001b[31m\nb${'x'.repeat(5000)}`, `/srv/${'y'.repeat(5000)}\u202e.ts`);
  assert.ok(label.length < 160);
  assert.doesNotMatch(label, /[\p{Cc}\p{Cf}]/u);
  assert.equal(frameOf('toString', '').label, 'toString');
  assert.equal(frameOf('__proto__', '').kind, 'runtime');
});
