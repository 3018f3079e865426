/**
 * junit.xml, as CI servers read it (https://github.com/testmoapp/junitxml): a suite for each scenario on each profile, a
 * test case for whether it could be measured at all and one for each finding. Critical is a failure; a warning passes and
 * says so in a property; what could not be judged is an error; what was not reached, or says nothing, is skipped.
 */
import { join } from 'node:path';
import { headline } from '../../judge/headline.ts';
import { shownFolder } from '../../judge/repeats.ts';
import type { Recommendation } from '../../page/data.ts';
import type { Outcome, RunRecord, ScenarioVerdict, Verdict } from '../../store/records/records.ts';
import { FILES, readRecord } from '../../store/store.ts';
import { plainText } from '../../text/plain-text.ts';
import { recommendationsOf } from '../recommendations.ts';
import { casesOf, type TestCase, testCase } from './test-cases.ts';
import { type Xml, xml, xmlDocument, xmlText } from './xml.ts';

interface Suite {
  name: string;
  classname: string;
  startedAtMs: number;
  cases: TestCase[];
  properties: TestCase['properties'];
  out: string[];
}

export function toJunit(run: RunRecord, verdict: Verdict, runFolder: string): string {
  const recommendations = recommendationsOf(verdict);
  const suites = [
    ...verdict.profiles.flatMap(({ name: profile, scenarios }) =>
      scenarios.map((scenario) => scenarioSuite(run, runFolder, profile, scenario, recommendations)),
    ),
    ...runSuite(run, verdict),
  ];
  const cases = suites.flatMap((suite) => suite.cases);
  return xmlDocument(
    xml(
      'testsuites',
      { name: `burstbox ${run.id}`, ...counts(cases), timestamp: stamp(run.startedAtMs) },
      suites.map(suiteXml),
    ),
  );
}

function scenarioSuite(
  run: RunRecord,
  runFolder: string,
  profile: string,
  scenario: ScenarioVerdict,
  recommendations: Recommendation[],
): Suite {
  const outcome = readRecord<Outcome>(
    'outcome',
    join(shownFolder(runFolder, profile, scenario), FILES.outcome),
  );
  const place = `${profile} / ${scenario.name}`;
  const said = headline(scenario);
  return {
    name: `${profile}/${scenario.name}`,
    classname: `burstbox.${profile}.${scenario.name.replaceAll('/', '.')}`,
    startedAtMs: outcome?.startedAtMs ?? run.startedAtMs,
    cases: casesOf(scenario, outcome, `${profile}/${scenario.name}`),
    properties: [
      ['verdict', scenario.status],
      ...(said === '' ? [] : [['headline', said] satisfies [string, string]]),
    ],
    out: recommendations
      .filter(({ where }) => where.includes(place))
      .map(({ what, why }) => `what to try: ${what}${why === undefined ? '' : ` (${why})`}`),
  };
}

/** A run that is not whole must not look so because all that it reached has passed. */
function runSuite(run: RunRecord, { doubts }: Verdict): Suite[] {
  if (doubts.length === 0) return [];
  const cases = doubts.map(({ id, message, action }) =>
    testCase(id, { result: 'error', message, type: id, detail: `what to do: ${action}` }),
  );
  return [
    { name: 'run', classname: 'burstbox.run', startedAtMs: run.startedAtMs, cases, properties: [], out: [] },
  ];
}

function suiteXml({ name, classname, startedAtMs, cases, properties, out }: Suite): Xml {
  return xml('testsuite', { name, ...counts(cases), timestamp: stamp(startedAtMs) }, [
    propertiesXml(properties),
    ...cases.map((each) => caseXml(classname, each)),
    out.length === 0 ? undefined : xmlText('system-out', {}, out.map(plainText).join('\n')),
  ]);
}

function caseXml(classname: string, each: TestCase): Xml {
  const { name, seconds, result, properties } = each;
  const message = plainText(each.message);
  return xml('testcase', { classname, name, time: seconds.toFixed(3) }, [
    propertiesXml(properties),
    result === 'skipped' ? xml('skipped', { message }) : undefined,
    result === 'failure' || result === 'error'
      ? xmlText(result, { message, type: each.type }, each.detail)
      : undefined,
    result === 'passed' && message !== '' ? xmlText('system-out', {}, message) : undefined,
  ]);
}

function propertiesXml(properties: TestCase['properties']): Xml | undefined {
  if (properties.length === 0) return undefined;
  return xml(
    'properties',
    {},
    properties.map(([name, value]) =>
      xml('property', { name, value: typeof value === 'string' ? plainText(value) : value }),
    ),
  );
}

function counts(cases: TestCase[]) {
  const of = (result: TestCase['result']) => cases.filter((each) => each.result === result).length;
  return {
    tests: cases.length,
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
    time: cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3),
  };
}

/** ISO 8601 without a zone; UTC. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
