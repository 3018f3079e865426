import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { evidenceOf } from '../fixtures.ts';
import { profileOf, type Rows, stored } from '../pprof/fixtures/fixtures.ts';
import { profileReader } from '../pprof/read.ts';
import { waitersCause } from './waiters.ts';

const GO = '/go/src';
const PARKED = `runtime.gopark@${GO}/runtime/proc.go`;
const SERVED = `net/http.HandlerFunc.ServeHTTP@${GO}/net/http/server.go < net/http.(*conn).serve@${GO}/net/http/server.go`;
const ORDER = 'main.getOrder@/srv/app/orders.go';
const MUTEX = `sync.runtime_SemacquireMutex@${GO}/runtime/sema.go < sync.(*Mutex).lockSlow@${GO}/sync/mutex.go < sync.(*Mutex).Lock@${GO}/sync/mutex.go`;
const CONN = `runtime.selectgo@${GO}/runtime/select.go < database/sql.(*DB).conn@${GO}/database/sql/sql.go < database/sql.(*DB).QueryContext@${GO}/database/sql/sql.go`;
const POLL = `internal/poll.runtime_pollWait@${GO}/runtime/netpoll.go < internal/poll.(*FD).Read@${GO}/internal/poll/fd_unix.go < net.(*conn).Read@${GO}/net/net.go`;

const causeOf = (load: Rows, mutex: Rows = {}) =>
  waitersCause(
    evidenceOf({
      pprof: stored({
        'goroutine-load.pprof': profileOf('goroutine', load),
        'mutex.pprof': profileOf('delay', mutex),
      }),
    }),
  )[0];
const said = (below: string, count = 412) =>
  causeOf({ [`${PARKED} < ${below} < ${ORDER} < ${SERVED}`]: count })?.cause;

test('a pool, a lock, a service behind it, a sleep and a channel are named with who calls', () => {
  const by = 'called by main.getOrder (app/orders.go)';
  assert.equal(said(CONN), `412 goroutines wait for a connection of the pool in sql.(*DB).conn, ${by}`);
  assert.equal(said(MUTEX), `412 goroutines wait for a lock in sync.(*Mutex).Lock, ${by}`);
  assert.equal(
    said(
      `runtime.selectgo@${GO}/runtime/select.go < net/http.(*persistConn).roundTrip@${GO}/net/http/transport.go < net/http.(*Client).Do@${GO}/net/http/client.go`,
    ),
    `412 goroutines wait for a response in http.(*persistConn).roundTrip, ${by}`,
  );
  assert.equal(
    said(`${POLL} < github.com/x/pq.(*conn).recv@/go/pkg/mod/github.com/x/pq@v1.0.0/conn.go`),
    `412 goroutines wait for a response in net.(*conn).Read, ${by}`,
  );
  assert.equal(
    said(`time.Sleep@${GO}/runtime/time.go`),
    `412 goroutines wait and sleep in time.Sleep, ${by}`,
  );
  assert.equal(
    said(`runtime.chanrecv@${GO}/runtime/chan.go < runtime.chanrecv1@${GO}/runtime/chan.go`),
    `412 goroutines wait on a channel in runtime.chanrecv1, ${by}`,
  );
});

test('of those who ask and those who answer in one process, who asks is named, and who writes the list does not count', () => {
  const asks = `runtime.selectgo@${GO}/runtime/select.go < net/http.(*persistConn).roundTrip@${GO}/net/http/transport.go`;
  const load = {
    [`${PARKED} < time.Sleep@${GO}/runtime/time.go < main.stub@/srv/app/stub.go < ${SERVED}`]: 27,
    [`${PARKED} < ${asks} < ${ORDER} < ${SERVED}`]: 27,
    [`runtime/pprof.writeGoroutine@${GO}/runtime/pprof/pprof.go < net/http/pprof.Index@${GO}/net/http/pprof/pprof.go < main.around@/srv/app/main.go < ${SERVED}`]: 1,
  };
  assert.equal(
    causeOf(load)?.cause,
    '27 goroutines wait for a response in http.(*persistConn).roundTrip, called by main.getOrder (app/orders.go)',
  );
});

test('who holds the lock is said where the service counts that', () => {
  const load = { [`${PARKED} < ${MUTEX} < ${ORDER} < ${SERVED}`]: 99 };
  const mutex = {
    [`sync.(*Mutex).Unlock@${GO}/sync/mutex.go < main.rebuild@/srv/app/index.go`]: 9e9,
    [`sync.(*Mutex).Unlock@${GO}/sync/mutex.go < ${ORDER}`]: 1e9,
  };
  assert.deepEqual(causeOf(load, mutex)?.also, ['main.rebuild (app/index.go) holds the lock']);
  assert.match(causeOf(load)?.instead ?? '', /never releases that lock; hold it for less time/);
});

test('idle connections, accept loops, and workers that wait for work are not named', () => {
  const idle = {
    [`${PARKED} < ${POLL} < net/http.(*connReader).Read@${GO}/net/http/server.go < net/http.(*conn).serve@${GO}/net/http/server.go`]: 300,
    [`${PARKED} < internal/poll.(*FD).Accept@${GO}/internal/poll/fd_unix.go < net.(*TCPListener).Accept@${GO}/net/tcpsock.go < main.main@/srv/app/main.go`]: 1,
    [`${PARKED} < runtime.chanrecv1@${GO}/runtime/chan.go < main.worker@/srv/app/pool.go`]: 200,
    [`${PARKED} < runtime.selectgo@${GO}/runtime/select.go < main.loop@/srv/app/pool.go`]: 200,
  };
  assert.equal(causeOf(idle), undefined);
});

test('who waits for its client is not named: a body that comes slowly, an answer that is taken up slowly', () => {
  assert.equal(
    said(`${POLL} < net/http.(*body).Read@${GO}/net/http/transfer.go < io.ReadAll@${GO}/io/io.go`),
    undefined,
  );
  assert.equal(
    said(
      `internal/poll.(*FD).Write@${GO}/internal/poll/fd_unix.go < net.(*conn).Write@${GO}/net/net.go < net/http.checkConnErrorWriter.Write@${GO}/net/http/server.go < net/http.(*response).Write@${GO}/net/http/server.go`,
    ),
    undefined,
  );
});

test('who computes, a handful, and a place that has few of those that serve are not named', () => {
  const computing = { [`main.hash@/srv/app/hash.go < ${ORDER} < ${SERVED}`]: 400 };
  assert.equal(causeOf(computing), undefined);
  assert.equal(said(MUTEX, 2), undefined);
  assert.equal(causeOf({ ...computing, [`${PARKED} < ${MUTEX} < ${ORDER} < ${SERVED}`]: 100 }), undefined);
  assert.deepEqual(waitersCause(evidenceOf()), []);
});

test('Node’s handles are no goroutines that wait', () => {
  assert.equal(causeOf({ Timeout: 300, TCPSocketWrap: 100 }), undefined);
});

// A handler of net/http that sleeps for 20 ms under a sync.Mutex, met by twelve clients at once; Go 1.26, -trimpath.
test('the profiles of a Go program name the lock and who holds it', () => {
  const pprof = profileReader(fileURLToPath(new URL('recorded', import.meta.url)));
  const [cause] = waitersCause(evidenceOf({ pprof }));
  assert.match(
    cause?.cause ?? '',
    /^\d+ goroutines wait for a lock in sync\.\(\*Mutex\)\.Lock, called by main\.getOrder \(shop\/main\.go\), which also holds it$/,
  );
});
