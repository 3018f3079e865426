/** What junit.xml says of one scenario: whether it could be measured at all, and then a test case for each finding. */
import { takesAll } from '../../judge/doubts/doubts.ts';
import type { Finding, Outcome, ScenarioVerdict } from '../../store/records/records.ts';
import { plainText } from '../../text/plain-text.ts';
import { adviceText } from '../advice-text.ts';

export interface TestCase {
  name: string;
  seconds: number;
  result: 'passed' | 'failure' | 'error' | 'skipped';
  message: string;
  type: string;
  /** What stands in a failure or an error, below its message. */
  detail: string;
  properties: [name: string, value: string | number][];
}

/**
 * @param outcome undefined when the scenario was not reached, or not played to its end
 * @param folder `profile/scenario`, from within the run's folder
 */
export function casesOf(scenario: ScenarioVerdict, outcome: Outcome | undefined, folder: string): TestCase[] {
  const measured = measurement(scenario, outcome, folder);
  if (outcome === undefined) return [measured];
  // Its message is that of the measurement already.
  const findings = scenario.findings.filter((finding) => !isNeverReady(finding, outcome));
  return unique([
    measured,
    ...findings.map((finding) => findingCase(finding, measured.result === 'error', folder)),
  ]);
}

/** Whether the scenario was played and measured, whatever came of it. Has the time; its findings take none. */
function measurement(
  { doubts, findings }: ScenarioVerdict,
  outcome: Outcome | undefined,
  folder: string,
): TestCase {
  const doubt = doubts.find(({ id }) => takesAll(id));
  if (outcome === undefined)
    return testCase('measurement', { result: 'skipped', message: doubt?.message ?? 'not reached' });
  const seconds = (outcome.finishedAtMs - outcome.startedAtMs) / 1000;
  const neverReady = findings.find((finding) => isNeverReady(finding, outcome));
  if (neverReady !== undefined)
    return testCase('measurement', {
      seconds,
      result: 'error',
      message: neverReady.message,
      type: outcome.firstCause?.id ?? '',
      detail: detailOf(neverReady, folder),
    });
  if (doubt === undefined) return testCase('measurement', { seconds });
  const { id, message, action } = doubt;
  return testCase('measurement', {
    seconds,
    result: 'error',
    message,
    type: id,
    detail: `what to do: ${action}`,
  });
}

const NEVER_READY: unknown[] = ['target-never-ready', 'target-still-starting'];

function isNeverReady({ detector }: Finding, { firstCause }: Outcome): boolean {
  return NEVER_READY.includes(firstCause?.id) && detector === 'survival';
}

/** @param doubted whether nothing can be concluded from this scenario but what was proven */
function findingCase(finding: Finding, doubted: boolean, folder: string): TestCase {
  const { detector, metric, status, message, value, limit, unit } = finding;
  return testCase(metric === '' ? detector : `${detector}: ${metric}`, {
    result: resultOf(finding, doubted),
    message,
    type: detector,
    detail: detailOf(finding, folder),
    properties: [
      ['verdict', status],
      ...(value === undefined ? [] : [['value', value] satisfies [string, number]]),
      ...(limit === undefined ? [] : [['limit', limit] satisfies [string, number]]),
      ...(unit === '' ? [] : [['unit', unit] satisfies [string, string]]),
    ],
  });
}

function resultOf({ status }: Finding, doubted: boolean): TestCase['result'] {
  if (status === 'critical') return 'failure';
  if (doubted) return 'skipped';
  return status === 'unknown' ? 'error' : 'passed';
}

function detailOf(finding: Finding, folder: string): string {
  const { cause, evidence } = finding;
  const advice = adviceText(finding, folder);
  return [
    ...(cause === undefined ? [] : [`likely cause: ${cause}`]),
    ...(advice === undefined ? [] : [`what to try: ${advice}`]),
    ...(evidence.length === 0 ? [] : [`evidence: ${evidence.join(', ')}`]),
  ]
    .map(plainText)
    .join('\n');
}

/** One that passed, but for these changes. */
export function testCase(name: string, changes: Partial<TestCase>): TestCase {
  return {
    name,
    seconds: 0,
    result: 'passed',
    message: '',
    type: '',
    detail: '',
    properties: [],
    ...changes,
  };
}

/** CI servers take two cases of one name for the same. */
function unique(cases: TestCase[]): TestCase[] {
  const seen = new Map<string, number>();
  return cases.map((each) => {
    const count = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, count);
    return count === 1 ? each : { ...each, name: `${each.name} (${count})` };
  });
}
