import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf } from '../fixtures.ts';
import { profileOf, type Rows, stored } from '../pprof/fixtures/fixtures.ts';
import { goroutineCause } from './goroutines.ts';

const PARKED = 'runtime.gopark@/go/src/runtime/proc.go';

function grown(before: Rows, after: Rows, heap: Rows = {}): string | undefined {
  const pprof = stored({
    'goroutine-start.pprof': profileOf('goroutine', before),
    'goroutine.pprof': profileOf('goroutine', after),
    'heap-start.pprof': profileOf('inuse_space', {}),
    'heap.pprof': profileOf('inuse_space', heap),
  });
  return goroutineCause(evidenceOf({ pprof }))[0]?.cause;
}

test('goroutines are told by the function of the service in which they wait, else by what they were started with', () => {
  const start = { [`${PARKED} < main.accept@/srv/main.go`]: 2 };
  assert.equal(
    grown(start, {
      ...start,
      [`${PARKED} < runtime.selectgo@/go/src/runtime/select.go < main.wait@/srv/main.go`]: 500,
      [`${PARKED} < net/http.(*conn).serve@/go/src/net/http/server.go`]: 80,
    }),
    'still there after the load: main.wait (srv/main.go) +500 and http.(*conn).serve (http/server.go) +80',
  );
});

test('Node’s handles are told by their type, in words, and by who made them where the heap profile knows', () => {
  assert.equal(
    grown({ Timeout: 1 }, { Timeout: 3026, TCPSocketWrap: 3 }),
    'still there after the load: timers (Timeout) +3025',
  );
  assert.equal(
    grown(
      {},
      { Timeout: 3025 },
      { 'Timeout@node:internal/timers < setInterval@node:timers < poll@/srv/p.ts': 5e5 },
    ),
    'still there after the load: timers (Timeout) +3025 (probably made by poll (srv/p.ts))',
  );
});

test('a few more than before, or profiles that are not there, say nothing', () => {
  assert.equal(grown({ TCPSocketWrap: 2 }, { TCPSocketWrap: 4 }), undefined);
  assert.deepEqual(goroutineCause(evidenceOf()), []);
});
