/** A comparison in words: what its tables and its lists show, on a terminal as in Markdown. */

import { MEASURES, type Measure } from '../judge/measures/measures.ts';
import { cappedText } from '../report/capped.ts';
import type {
  Comparison,
  MeasureComparison,
  Rules,
  ScenarioComparison,
  SideRecord,
} from '../store/records/comparison.ts';
import { MIB } from '../text/numbers.ts';

export const HEAD = ['measure', 'before', 'after', 'shift (95 % interval)', 'p', 'verdict'];

/** A row for each measure, in the order of HEAD. */
export function rowsOf({ measures }: ScenarioComparison): string[][] {
  return measures.flatMap((compared) => {
    const measure = MEASURES.find(({ id }) => id === compared.id);
    return measure === undefined ? [] : [row(measure, compared)];
  });
}

/** `t3-micro / ping`, and what is to be said of the whole scenario. */
export function titleOf({ profile, scenario, ...rest }: ScenarioComparison): string {
  const { turnedCritical, statusBefore, statusAfter, why } = rest;
  const place = `${profile} / ${scenario}`;
  const status = [statusBefore ?? '–', statusAfter ?? '–'];
  const text =
    status[0] === status[1] ? `${status[0]} before and after` : `${status[0]} before, ${status[1]} after`;
  const reason = why === undefined ? '' : ` (${statusAfter === 'healthy' ? 'before: ' : ''}${why})`;
  return `${place}: ${text}${reason}${turnedCritical ? ': worse' : ''}`;
}

/** Those that both sides have. */
export function inCommon({ scenarios }: Comparison): ScenarioComparison[] {
  return scenarios.filter(({ onlyIn }) => onlyIn === undefined);
}

/** `only before: t3-micro / read, t3-micro / batch`: a line for each side that has some. */
export function onlyTexts({ scenarios }: Comparison): string[] {
  return (['before', 'after'] as const).flatMap((side) => {
    const places = scenarios
      .filter(({ onlyIn }) => onlyIn === side)
      .map(({ profile, scenario }) => `${profile} / ${scenario}`);
    return places.length === 0 ? [] : [`only ${side}, so not compared: ${cappedText(places, MAX_PLACES)}`];
  });
}

/** More places than these nobody reads in a line. */
const MAX_PLACES = 10;

export function sideText({ name, isBaseline, run, startedAtMs, gitCommit }: SideRecord): string {
  const date = new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const commit = gitCommit === undefined ? '' : `, burstbox commit ${gitCommit.slice(0, 12)}`;
  return `${isBaseline ? `baseline ${name}, run ${run}` : `run ${run}`}, ${date} UTC${commit}`;
}

/** One line: how much is better, worse, the same. */
export function sumText({ verdict, scenarios }: Comparison): string {
  const all = scenarios.flatMap(({ measures }) => measures);
  const counts = (['worse', 'better', 'same', 'not tested'] as const).flatMap((change) => {
    const count = all.filter((compared) => compared.verdict === change).length;
    return count === 0 ? [] : [`${count} ${change}`];
  });
  const critical = scenarios.filter(({ turnedCritical }) => turnedCritical).length;
  const turned =
    critical === 0 ? [] : [`${critical} ${critical === 1 ? 'scenario' : 'scenarios'} turned critical`];
  return `${verdict} (${[...turned, ...counts].join(', ') || 'nothing in common'})`;
}

/** What better, worse, same and not tested mean here. */
export function ruleTexts({ rules, scenarios }: Comparison): string[] {
  const needs = scenarios
    .flatMap(({ measures }) => measures)
    .reduce((most, { needsRepeats = 0 }) => Math.max(most, needsRepeats), 0);
  const withheld = new Set(
    scenarios.flatMap(({ measures }) => measures.flatMap((each) => each.withheld ?? [])),
  );
  return [
    ruleText(rules),
    'same: no difference was found, or it is too small to matter',
    ...[...withheld].map((why) => `not tested: ${why}; run both on an idle machine`),
    ...(needs === 0
      ? []
      : [
          `not tested: too few repeats for this many measures; at least ${needs} per side are needed: --repeat ${needs}, or better 10`,
        ]),
  ];
}

function ruleText(rules: Rules): string {
  const { significance, tests, leastShare, leastMs, leastBytes, leastErrorRate } = rules;
  const percent = (share: number) => `${Number((100 * share).toPrecision(3))} %`;
  return `better, worse: p < ${significance} (Mann-Whitney, adjusted by Holm over ${tests} ${tests === 1 ? 'test' : 'tests'}) and a shift over ${percent(leastShare)} of the median before; latency also over ${leastMs} ms; memory also over ${leastBytes / MIB} MiB; error rate over ${Number((100 * leastErrorRate).toPrecision(3))} percentage point`;
}

function row(measure: Measure, compared: MeasureComparison): string[] {
  const { label, before, after, medianBefore, medianAfter, adjustedP, verdict } = compared;
  return [
    label,
    sampleText(measure, medianBefore, before.length),
    sampleText(measure, medianAfter, after.length),
    shiftText(measure, compared),
    adjustedP === undefined ? '–' : pText(adjustedP),
    verdict,
  ];
}

/** `12 ms (10)`: the median, and of how many repeats. */
function sampleText({ text }: Measure, median: number | undefined, repeats: number): string {
  return median === undefined ? '–' : `${text(median)} (${repeats})`;
}

function shiftText(measure: Measure, { shift, low, high, medianBefore = 0 }: MeasureComparison): string {
  if (shift === undefined) return '–';
  if (shift === 0 && (low ?? 0) === 0 && (high ?? 0) === 0) return 'none';
  const share =
    measure.least.share === 0 || medianBefore === 0 ? '' : ` = ${signed(shift / medianBefore, shareText)}`;
  const text = measure.shiftText ?? measure.text;
  const interval =
    low === undefined || high === undefined ? '' : ` (${signed(low, text)} to ${signed(high, text)})`;
  return `${signed(shift, text)}${share}${interval}`;
}

function signed(value: number, text: (size: number) => string): string {
  return `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`;
}

function shareText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function pText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : p.toPrecision(2);
}
