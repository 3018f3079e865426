import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import {
  findingOf,
  outcomeOf,
  runOf,
  type StoredScenario,
  storedRun,
  verdictOf,
} from '../../judge/fixtures.ts';
import type { Outcome, RunRecord, ScenarioVerdict, Verdict } from '../../store/records/records.ts';
import { toJunit } from './junit.ts';

/** junit.xml of a run whose verdict on t3-micro / ping is this. */
async function junit(
  t: TestContext,
  scenario: Partial<ScenarioVerdict>,
  stored: StoredScenario = {},
  doubts: Verdict['doubts'] = [],
): Promise<string> {
  const run: RunRecord = runOf();
  const folder = await storedRun(t, run, stored);
  const judged = verdictOf(scenario);
  const verdict: Verdict = {
    schema: 'burstbox/verdict/1',
    run: run.id,
    status: judged.status,
    profiles: [{ name: 't3-micro', status: judged.status, scenarios: [judged] }],
    doubts,
  };
  const text = toJunit(run, verdict, folder);
  assert.equal(XMLValidator.validate(text), true);
  return text;
}

const LISTS = ['testsuite', 'testcase', 'property'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => LISTS.includes(name),
});

/** The only suite, as a parser sees it. */
async function suite(t: TestContext, scenario: Partial<ScenarioVerdict>, stored: StoredScenario = {}) {
  return parser.parse(await junit(t, scenario, stored)).testsuites.testsuite[0];
}

/** What each test case holds besides its name, time and properties. */
function results(cases: Record<string, unknown>[]) {
  return Object.fromEntries(
    cases.map(({ name, classname: _, time: __, properties: ___, ...rest }) => [name, rest]),
  );
}

const NO_SAMPLES = {
  id: 'no-samples',
  message: 'no operation was measured',
  action: 'read k6.log',
};
const neverReady: Outcome = outcomeOf({
  firstCause: { id: 'target-never-ready', message: 'it was not ready within 60 s', atMs: 0 },
});

test('a scenario is a suite, its measurement and each finding a test case', async (t) => {
  const text = await junit(t, {
    status: 'critical',
    findings: [
      findingOf(),
      findingOf({
        detector: 'limits',
        status: 'critical',
        metric: 'op_duration{op:ping} p(95)',
        unit: 'ms',
        value: 900,
        limit: 500,
        message: 'p95 of ping is 900 ms, over the critical mark of 500 ms',
        cause: 'CPU: 0.97 of 1 CPUs in use',
        advice: 'make ping cheaper',
      }),
    ],
  });
  assert.equal(
    text,
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="burstbox 20270115-080000-002a" tests="3" failures="1" errors="0" skipped="0" time="35.000" timestamp="2027-01-15T08:00:00">
  <testsuite name="t3-micro/ping" tests="3" failures="1" errors="0" skipped="0" time="35.000" timestamp="2027-01-15T07:59:58">
    <properties>
      <property name="verdict" value="critical"/>
      <property name="headline" value="p95 of ping is 900 ms, over the critical mark of 500 ms (CPU: 0.97 of 1 CPUs in use)"/>
    </properties>
    <testcase classname="burstbox.t3-micro.ping" name="measurement" time="35.000"/>
    <testcase classname="burstbox.t3-micro.ping" name="limits: op_failed rate" time="0.000">
      <properties>
        <property name="verdict" value="healthy"/>
        <property name="unit" value="ratio"/>
      </properties>
      <system-out>all is well</system-out>
    </testcase>
    <testcase classname="burstbox.t3-micro.ping" name="limits: op_duration{op:ping} p(95)" time="0.000">
      <properties>
        <property name="verdict" value="critical"/>
        <property name="value" value="900"/>
        <property name="limit" value="500"/>
        <property name="unit" value="ms"/>
      </properties>
      <failure message="p95 of ping is 900 ms, over the critical mark of 500 ms" type="limits">likely cause: CPU: 0.97 of 1 CPUs in use
what to try: make ping cheaper
evidence: summary.json</failure>
    </testcase>
    <system-out>what to try: make ping cheaper (CPU: 0.97 of 1 CPUs in use)</system-out>
  </testsuite>
</testsuites>
`,
  );
});

test('a warning passes and says so in a property', async (t) => {
  const { failures, errors, testcase } = await suite(t, {
    status: 'warning',
    findings: [findingOf({ status: 'warning', message: 'slow' })],
  });
  assert.deepEqual([failures, errors], ['0', '0']);
  assert.deepEqual(testcase[1].properties.property[0], { name: 'verdict', value: 'warning' });
});

test('what could not be judged is an error, and nothing beside it passes', async (t) => {
  const { testcase } = await suite(t, {
    status: 'unknown',
    findings: [findingOf(), findingOf({ metric: 'b', status: 'unknown', message: 'no samples' })],
    doubts: [NO_SAMPLES],
  });
  assert.deepEqual(results(testcase), {
    measurement: {
      error: { '#text': 'what to do: read k6.log', message: NO_SAMPLES.message, type: 'no-samples' },
    },
    'limits: op_failed rate': { skipped: { message: 'all is well' } },
    'limits: b': { skipped: { message: 'no samples' } },
  });
});

test('what was proven stays a failure under any doubt', async (t) => {
  const { testcase } = await suite(t, {
    status: 'critical',
    findings: [findingOf({ status: 'critical', message: 'wrong bytes', evidence: [] })],
    doubts: [NO_SAMPLES],
  });
  assert.deepEqual(results(testcase)['limits: op_failed rate'], {
    failure: { message: 'wrong bytes', type: 'limits' },
  });
});

test('a single finding that is unknown is an error of its own', async (t) => {
  const { testcase } = await suite(t, {
    status: 'unknown',
    findings: [findingOf({ status: 'unknown', message: 'k6 was short of CPU', evidence: [] })],
  });
  assert.deepEqual(results(testcase), {
    measurement: {},
    'limits: op_failed rate': { error: { message: 'k6 was short of CPU', type: 'limits' } },
  });
});

test('a service that never got ready is an error, not a failure', async (t) => {
  const message = 'it was not ready within 60 s';
  const { testcase } = await suite(
    t,
    {
      status: 'critical',
      findings: [
        findingOf({
          detector: 'survival',
          status: 'critical',
          message,
          advice: 'read target.log',
          evidence: [],
        }),
      ],
    },
    { outcome: neverReady, summary: null },
  );
  assert.deepEqual(results(testcase), {
    measurement: { error: { '#text': 'what to try: read target.log', message, type: 'target-never-ready' } },
  });
});

test('a scenario that was not reached is skipped, and a run that is not whole is an error', async (t) => {
  const notRun = { id: 'not-run', message: 'this scenario was not run to its end', action: 'run it again' };
  const broken = { id: 'run-incomplete', message: 'the run was interrupted', action: 'run it again' };
  const text = await junit(t, { status: 'unknown', doubts: [notRun] }, { outcome: null }, [broken]);
  const { tests, skipped, errors, testsuite } = parser.parse(text).testsuites;
  assert.deepEqual({ tests, skipped, errors }, { tests: '2', skipped: '1', errors: '1' });
  assert.deepEqual(results(testsuite[0].testcase), { measurement: { skipped: { message: notRun.message } } });
  assert.equal(testsuite[1].name, 'run');
});

test('two findings of one metric keep names of their own', async (t) => {
  const { testcase } = await suite(t, { findings: [findingOf(), findingOf(), findingOf({ metric: '' })] });
  assert.deepEqual(
    testcase.map(({ name }: { name: string }) => name),
    ['measurement', 'limits: op_failed rate', 'limits: op_failed rate (2)', 'limits'],
  );
});

test('whatever a target says is data', async (t) => {
  const hostile = `]]></failure><script a="b">&amp;\u0000\u001b[31m\ud800\uffff\n\u202e'`;
  const { testcase, properties } = await suite(t, {
    status: 'critical',
    findings: [
      findingOf({
        metric: hostile,
        unit: hostile,
        status: 'critical',
        message: hostile,
        cause: hostile,
        advice: hostile,
      }),
    ],
  });
  assert.equal(testcase.length, 2);
  assert.equal(properties.property.length, 2);
  const tame = `]]></failure><script a="b">&amp; [31m `;
  assert.equal(decoded(testcase[1].failure.message), `${tame}'`);
  assert.ok(decoded(testcase[1].failure['#text']).startsWith(`likely cause: ${tame}`));
});

/** The parser leaves references by number as they are. */
function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
