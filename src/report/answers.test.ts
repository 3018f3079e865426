import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf, PING, runOf, verdictOf } from '../judge/fixtures.ts';
import { worst } from '../judge/status.ts';
import type { ScenarioVerdict, Verdict } from '../store/records/records.ts';
import { answersOf as answersIn } from './answers.ts';

function verdict(...scenarios: ScenarioVerdict[]): Verdict {
  const status = worst(scenarios.map((each) => each.status));
  return {
    schema: 'burstbox/verdict/1',
    run: 'r',
    status,
    profiles: [{ name: 't3-micro', status, scenarios }],
    doubts: [],
  };
}

const answersOf = (of: Verdict) => answersIn(of, runOf({ scenarios: [PING, { ...PING, name: 'soak' }] }));

const broken = (name: string, status: 'critical' | 'warning', message: string, cause?: string) =>
  verdictOf({
    name,
    status,
    findings: [findingOf({ status, message, ...(cause === undefined ? {} : { cause }) })],
  });

test('a healthy run survived, nothing broke, and nothing is doubted', () => {
  assert.deepEqual(answersOf(verdict(verdictOf())), {
    survived: 'Healthy: it survived the tested load on t3-micro: 1 scenario of 30 s, up to 200 VUs',
    broke: 'Nothing broke.',
    toDo: 'Nothing, for this load.',
    sure: 'No doubt about the measurement itself.',
  });
});

test('what broke is named with its cause, the gravest first, and not endlessly', () => {
  const { survived, broke } = answersOf(
    verdict(
      broken('ping', 'warning', 'slow'),
      broken('soak', 'critical', 'it died', 'out of memory'),
      broken('read', 'warning', 'slow too', 'a cause as well'),
      broken('batch', 'warning', 'and slow'),
    ),
  );
  assert.equal(survived, 'Critical: it does not survive on t3-micro (soak)');
  assert.equal(
    broke,
    't3-micro / soak: it died (out of memory)\nt3-micro / ping: slow\nt3-micro / read: slow too\nand 1 more',
  );
});

test('a ladder that broke within its pass marks says where', () => {
  const finding = findingOf({ detector: 'breaking-point', message: 'breaks between 200 and 500 VUs' });
  assert.equal(
    answersOf(verdict(verdictOf({ name: 'ladder', findings: [finding] }))).broke,
    'Nothing broke within the pass marks.\nt3-micro / ladder breaks between 200 and 500 VUs.',
  );
});

test('how sure we are counts doubts, what could not be judged, and names what was too short', () => {
  const doubt = { id: 'generator-saturated', message: 'k6 had no CPU left', action: 'more cores' };
  const notTested = [{ what: 'leak', needsSeconds: 600, message: 'a leak would need 600 s' }];
  assert.equal(
    answersOf(
      verdict(verdictOf({ status: 'unknown', doubts: [doubt] }), verdictOf({ name: 'soak', notTested })),
    ).sure,
    '1 of 2 scenarios has a doubt about the measurement, and 1 could not be judged: k6 had no CPU left. Too short to show: leaks.',
  );
});

test('what to do begins with what was doubted, and then with what the gravest finding advises', () => {
  const doubt = { id: 'no-samples', message: 'nothing was read', action: 'look at k6.log' };
  const slow = (advice: string) => findingOf({ status: 'warning', message: 'slow', advice });
  const unknown = verdictOf({ status: 'unknown', doubts: [doubt], findings: [slow('cache it')] });
  assert.equal(answersOf(verdict(unknown)).toDo, 'Look at k6.log.\nCache it.');
  const starved = { id: 'generator-saturated', message: 'others took the CPU', action: 'stop them' };
  const slowly = [slow('cache it')];
  const waited = verdictOf({ status: 'unknown', doubts: [starved], findings: slowly });
  assert.equal(answersOf(verdict(waited)).toDo, 'Stop them.\nCache it.');
  const good = verdictOf({ status: 'warning', doubts: [starved], findings: slowly });
  assert.equal(answersOf(verdict(good)).toDo, 'Cache it.', 'the doubt took nothing away');
  const three = verdictOf({ status: 'warning', findings: [slow('a'), slow('b'), slow('c')] });
  assert.equal(answersOf(verdict(three)).toDo, 'A.\nB.');
  const notTested = [{ what: 'leak', needsSeconds: 600, message: 'a leak would need 600 s' }];
  assert.match(answersOf(verdict(verdictOf({ notTested }))).toDo, /^Nothing, for this load\. .*10:00\.$/);
});

test('the verdict names the boxes and scenarios that it is about, and what the others are', () => {
  const [good, bad] = [verdictOf(), verdictOf({ name: 'soak', status: 'critical' })];
  const of = (...profiles: Verdict['profiles']) =>
    answersOf({ ...verdict(), status: 'critical', profiles }).survived;
  assert.equal(
    of(
      { name: 'a', status: 'critical', scenarios: [good, bad] },
      { name: 'b', status: 'critical', scenarios: [bad] },
      { name: 'c', status: 'healthy', scenarios: [good] },
    ),
    'Critical: it does not survive on a and b (soak on each); c is healthy',
  );
});
