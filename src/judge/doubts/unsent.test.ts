import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UNSENT_KINDS } from '../../contract/contract.ts';
import { counter, evidenceOf, P95_PING, PING, rate, summaryOf, trend } from '../fixtures.ts';
import { headline } from '../headline.ts';
import { judgeScenario } from '../judge.ts';
import { played, seconds } from '../load/failure-fixtures.ts';

const unsent = (kind: string, count: number, ok = 10_000) =>
  evidenceOf({ summary: summaryOf({ op_failed: rate(0, ok), [`op_unsent_${kind}`]: counter(count) }) });

test('requests that never left are a doubt with what to do, and never the service’s failure', () => {
  for (const kind of UNSENT_KINDS) {
    const verdict = judgeScenario(unsent(kind, 14_000, 19_000));
    assert.equal(verdict.status, 'unknown', kind);
    assert.match(
      headline(verdict),
      /^42 % of the requests never reached the service, because .*: 14000 of 33000$/,
    );
    const doubt = verdict.doubts.find(({ id }) => id === `unsent-${kind}`);
    assert.ok(doubt !== undefined && doubt.action !== '', kind);
    assert.deepEqual(
      verdict.findings.filter(({ detector, status }) => detector === 'errors' || status === 'critical'),
      [],
      kind,
    );
  }
});

test('a few of them among ten thousand are good to know, and take nothing', () => {
  const verdict = judgeScenario(unsent('name', 3));
  assert.equal(verdict.status, 'healthy');
  assert.deepEqual(
    verdict.doubts.map(({ id }) => id),
    ['few-unsent'],
  );
});

test('when not one request left, that is what is said first', () => {
  const verdict = judgeScenario(
    evidenceOf({ summary: summaryOf({ op_failed: rate(0, 0), op_unsent_tls: counter(500) }) }),
  );
  assert.equal(verdict.status, 'unknown');
  assert.match(
    headline(verdict),
    /^100 % of the requests never reached the service, because the TLS certificates/,
  );
});

test('slowness under a load that was cut is not laid at the door of the service; its own errors are', () => {
  const summary = (errors: number) =>
    summaryOf({
      op_failed: rate(errors, 5000 - errors),
      op_errors_http_5xx: counter(errors),
      op_unsent_ports: counter(5000),
      [P95_PING.metric]: trend({ 'p(95)': 2000 }),
    });
  const slow = judgeScenario(evidenceOf({ summary: summary(0), scenario: { ...PING, limits: [P95_PING] } }));
  assert.equal(slow.status, 'unknown');
  assert.match(
    slow.findings.find(({ detector }) => detector === 'limits')?.message ?? '',
    /, but much of the load never left this machine$/,
  );
  assert.equal(judgeScenario(evidenceOf({ summary: summary(2500) })).status, 'critical');
});

test('a stretch in which nothing could leave is no service that hangs; the same stretch without an answer is one', () => {
  const load = (silent: { unsent?: Record<string, number>; failed?: Record<string, number> }) =>
    played(seconds((second) => (second < 10 ? { ok: 500 } : { ...silent })));
  const statuses = (evidence: ReturnType<typeof played>) =>
    judgeScenario(evidence).findings.filter(({ detector }) => detector === 'hang');
  assert.equal(statuses(load({})).length, 1);
  assert.deepEqual(statuses(load({ unsent: { ports: 900 } })), []);
});
