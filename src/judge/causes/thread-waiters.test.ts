import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf } from '../fixtures.ts';
import { threadsIn } from '../logs/thread-dump.ts';
import { threadWaitersCause } from './thread-waiters.ts';

/** As JDK 17 and Tomcat 10 name them, the innermost first. */
const SERVED =
  'org.springframework.web.servlet.FrameworkServlet.service < org.apache.catalina.core.StandardWrapperValve.invoke < org.apache.coyote.AbstractProcessor.process < java.lang.Thread.run';
const PARKED = 'jdk.internal.misc.Unsafe.park < java.util.concurrent.locks.LockSupport.park';
const ORDERS = `shop.Orders.find < shop.Orders$$Lambda$9/0x00007f967c007c48.go < ${SERVED}`;
const READ =
  'sun.nio.ch.SocketDispatcher.read0 < sun.nio.ch.NioSocketImpl.read < java.net.Socket$SocketInputStream.read';

type Row = [state: string, stack: string, count?: number, owner?: string];

function thread([threadState, stack, , lockOwnerName]: Row, threadName: string) {
  const stackTrace = stack.split(' < ').map((name, at) => ({
    className: name.slice(0, name.lastIndexOf('.')),
    methodName: name.slice(name.lastIndexOf('.') + 1),
    fileName: 'X.java',
    lineNumber: at === 0 ? -2 : 7,
    nativeMethod: at === 0,
  }));
  return { threadName, threadState, lockOwnerName: lockOwnerName ?? null, stackTrace };
}

function causeOf(...rows: Row[]) {
  const all = rows.flatMap((row, at) =>
    Array.from({ length: row[2] ?? 1 }, (_, index) => thread(row, `thread-${at}-${index}`)),
  );
  const threads = threadsIn(JSON.parse(JSON.stringify({ threads: all })));
  return threadWaitersCause(evidenceOf({ threads: () => threads }))[0];
}

test('a pool, a lock with who holds it, a service behind it and a sleep are named with who calls', () => {
  const by = 'called by Orders.find (shop.Orders:7)';
  assert.equal(
    causeOf([
      'TIMED_WAITING',
      `${PARKED} < com.zaxxer.hikari.util.ConcurrentBag.borrow < com.zaxxer.hikari.pool.HikariPool.getConnection < org.hibernate.internal.SessionImpl.connection < ${ORDERS}`,
      40,
    ])?.cause,
    `40 threads wait for a connection of the pool in com.zaxxer.hikari.pool.HikariPool.getConnection, ${by}`,
  );
  const locked = causeOf(
    ['BLOCKED', `shop.Orders.locked < ${SERVED}`, 39, 'thread-1-0'],
    ['TIMED_WAITING', `java.lang.Thread.sleep < shop.Index.rebuild < ${SERVED}`],
  );
  assert.equal(locked?.cause, '39 threads wait for a lock in Orders.locked (shop.Orders)');
  assert.deepEqual(locked?.also, ['held by a thread in Index.rebuild (shop.Index:7)']);
  assert.equal(
    causeOf([
      'WAITING',
      `${PARKED} < java.util.concurrent.locks.AbstractQueuedSynchronizer.acquire < java.util.concurrent.locks.ReentrantLock.lock < ${ORDERS}`,
      9,
    ])?.cause,
    `9 threads wait for a lock in java.util.concurrent.locks.ReentrantLock.lock, ${by}`,
  );
  assert.equal(
    causeOf(['RUNNABLE', `${READ} < org.postgresql.core.PGStream.receive < ${ORDERS}`, 10])?.cause,
    `10 threads wait for a response in java.net.Socket$SocketInputStream.read, ${by}`,
  );
  assert.match(
    causeOf(['TIMED_WAITING', `java.lang.Thread.sleep < ${ORDERS}`, 5])?.instead ?? '',
    /^remove the sleep/,
  );
});

test('threads that have nothing to do, that wait for their client, or that compute are no cause', () => {
  const idle = `${PARKED} < java.util.concurrent.LinkedBlockingQueue.take < org.apache.tomcat.util.threads.TaskQueue.take < java.util.concurrent.ThreadPoolExecutor.getTask < java.lang.Thread.run`;
  assert.equal(causeOf(['WAITING', idle, 200]), undefined);
  const background = `${PARKED} < java.util.concurrent.LinkedBlockingQueue.take < shop.Mailer.run < java.lang.Thread.run`;
  assert.equal(causeOf(['WAITING', background, 20]), undefined);
  const client = `${READ} < org.apache.coyote.http11.Http11InputBuffer.fill < ${ORDERS}`;
  assert.equal(causeOf(['RUNNABLE', client, 50]), undefined);
  assert.equal(causeOf(['RUNNABLE', `shop.Prime.isPrime < ${ORDERS}`, 50]), undefined);
});

test('one that waits among many that compute, and two, are what every service has', () => {
  const sleeping = `java.lang.Thread.sleep < ${ORDERS}`;
  assert.equal(causeOf(['TIMED_WAITING', sleeping, 2]), undefined);
  assert.equal(causeOf(['TIMED_WAITING', sleeping, 4], ['RUNNABLE', `shop.A.b < ${SERVED}`, 20]), undefined);
});

test('what is no list of threads is not read as one', () => {
  for (const dump of [null, [], {}, { threads: 'none' }, 'x']) assert.equal(threadsIn(dump), undefined);
  assert.deepEqual(
    threadsIn({ threads: [null, { stackTrace: [{ className: '<script>', methodName: 5 }] }] }),
    [
      { name: '', state: '', stack: [], owner: undefined },
      { name: '', state: '', stack: [], owner: undefined },
    ],
  );
});
