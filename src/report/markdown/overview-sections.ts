/** What a reader sees first: the three answers, of what, and the verdict of each scenario on each profile. */
import type { Status } from '../../contract/contract.ts';
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { answersOf } from '../answers.ts';
import { capped } from '../capped.ts';
import { stillRunning } from '../still-running.ts';
import { markdownText, table } from './markdown.ts';

/** Beside words always: colour and shape alone do not reach everyone. */
const SIGN: Record<Status, string> = { healthy: '✅', warning: '⚠️', unknown: '❔', critical: '❌' };
const MAX_ROWS = 100;

export function overviewSections(run: RunRecord, verdict: Verdict): string[] {
  const { survived, broke, toDo, sure } = answersOf(verdict, run);
  return [
    `# ${SIGN[verdict.status]} ${markdownText(survived)}`,
    ...stillRunning(run).map((text) => `**${text}**`),
    `**What broke, and why?** ${lines(broke)}`,
    `**What to do?** ${lines(toDo)}`,
    `**How sure are we?** ${markdownText(sure)}`,
    `${markdownText(run.target.about)}, ${run.pace} pace, sandbox ${markdownText(run.sandbox.about)}.${planted(run)}`,
    matrix(verdict),
  ];
}

/** A planted fault must never look like the service's own. */
function planted({ faults = [] }: RunRecord): string {
  return faults.length === 0 ? '' : ` Planted faults: ${markdownText(faults.join(', '))}.`;
}

function matrix({ profiles }: Verdict): string {
  const names = [...new Set(profiles.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)))];
  const { shown, rest } = capped(names, MAX_ROWS);
  const rows = shown.map((name) => [
    markdownText(name),
    ...profiles.map(({ scenarios }) => cell(scenarios.find((scenario) => scenario.name === name)?.status)),
  ]);
  const head = ['scenario', ...profiles.map(({ name }) => markdownText(name))];
  return [table(head, rows), ...rest('scenarios')].join('\n\n');
}

function cell(status: Status | undefined): string {
  return status === undefined ? '–' : `${SIGN[status]} ${status}`;
}

/** Several scenarios are a list. */
function lines(text: string): string {
  const [first = '', ...others] = text.split('\n').map(markdownText);
  return others.length === 0 ? first : `\n\n${[first, ...others].map((each) => `- ${each}`).join('\n')}`;
}
