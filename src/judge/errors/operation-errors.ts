/** Which operations fail, and how long at a time each is out: a third of the time is hidden in the mean of a load. */
import { K6_METRIC } from '../../contract/contract.ts';
import { momentText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { loadBeganMs, playedSeconds } from '../load/load-clock.ts';

/** An operation that was out, by its own seconds. */
export interface Outage {
  op: string;
  /** Of the seconds in which it was asked for. */
  share: number;
  /** `for 10 s in every 30`, `for 12 s from 0:20 on` */
  text: string;
  /** It began once, and was so to the end of the load. */
  lasts: boolean;
  /** While it was out others were asked for, and did well. */
  othersGoOn: boolean;
}

interface Second {
  fromSeconds: number;
  toSeconds: number;
  isOut: boolean;
}

/** An operation by the share of its own requests that fail: in the mean over all operations of a load it is hidden. */
export interface Failing {
  op: string;
  failed: number;
  share: number;
}

/** With fewer requests, or fewer of them failed, a share is chance. */
const MIN_ASKED = 50;
const MIN_FAILED = 5;
/** In a second in which more than this of an operation's requests fail it is out. */
const OUT_SHARE = 0.5;
/** Of the seconds in which one is out, those in which others did well: who goes on is asked in nearly all. */
const ACCOMPANIED_SHARE = 0.8;
/** Shorter than this is a burst of errors, as others are. */
const SHORTEST_SECONDS = 3;
/** What comes at regular intervals may be off by this. */
const MAX_OFF_SECONDS = 2;
const MAX_OFF_SHARE = 0.3;
/** Nearly all failures of a load are of one operation. */
const ONLY_SHARE = 0.95;
const OF_OPERATION = /^op_failed\{op:(\w+)\}$/;

/** `only upload fails`; undefined where others fail too, or there is one operation only. */
export function onlyFailing(evidence: Evidence): string | undefined {
  const operations = failingIn(evidence);
  const all = operations.reduce((sum, { failed }) => sum + failed, 0);
  const most = operations.find(({ failed }) => all > 0 && failed >= ONLY_SHARE * all);
  return operations.length < 2 ? undefined : most?.op;
}

/** The operation of which the largest share failed; undefined where there is one only, or too little of it to tell. */
export function worstFailing(evidence: Evidence): Failing | undefined {
  const operations = failingIn(evidence);
  return operations.length < 2
    ? undefined
    : operations
        .filter(({ failed, share }) => failed >= MIN_FAILED && failed >= MIN_ASKED * share)
        .sort((a, b) => b.share - a.share)[0];
}

function failingIn({ summary }: Evidence): Failing[] {
  return Object.entries(summary?.metrics ?? {}).flatMap(([metric, { values }]) => {
    const op = OF_OPERATION.exec(metric)?.[1];
    const { passes = 0, fails = 0 } = values;
    const asked = passes + fails;
    return op === undefined || asked === 0 ? [] : [{ op, failed: passes, share: passes / asked }];
  });
}

/** The operation that was out for the largest share of its time; undefined when none was out for long enough to tell. */
export function worstOutage(evidence: Evidence): Outage | undefined {
  return operationsIn(evidence)
    .flatMap((op) => outageOf(op, evidence) ?? [])
    .sort((a, b) => b.share - a.share)[0];
}

function outageOf(op: string, evidence: Evidence): Outage | undefined {
  const seconds = secondsOf(op, evidence);
  const outs = groupsOf(seconds).filter((group) => lengthOf(group) >= SHORTEST_SECONDS);
  const [first] = outs;
  if (first === undefined) return undefined;
  const share = lengthOf(outs.flat()) / lengthOf(seconds);
  const lasts = outs.length === 1 && first.at(-1) === seconds.at(-1);
  return { op, share, text: textOf(outs, first), lasts, othersGoOn: doOthersGoOn(op, outs.flat(), evidence) };
}

function doOthersGoOn(op: string, outs: Second[], evidence: Evidence): boolean {
  const well = operationsIn(evidence)
    .filter((other) => other !== op)
    .flatMap((other) => secondsOf(other, evidence).filter(({ isOut }) => !isOut));
  const accompanied = outs.filter(({ fromSeconds }) =>
    well.some((second) => second.fromSeconds === fromSeconds),
  );
  return accompanied.length >= ACCOMPANIED_SHARE * outs.length;
}

function operationsIn({ timeline }: Evidence): string[] {
  const names = new Set(timeline.flatMap(({ values }) => Object.keys(values)));
  return [...names].flatMap((name) => OF_OPERATION.exec(name)?.[1] ?? []);
}

/** Those in which it was asked for. */
function secondsOf(op: string, evidence: Evidence): Second[] {
  const beganMs = loadBeganMs(evidence) ?? 0;
  const end = playedSeconds(evidence);
  let before = 0;
  return evidence.timeline.flatMap(({ t, values }) => {
    const [fromSeconds, toSeconds] = [before, (t - beganMs) / 1000];
    if (toSeconds <= 0 || fromSeconds >= end) return [];
    before = toSeconds;
    const rate = values[`${K6_METRIC.opFailed}{op:${op}}`]?.rate;
    const asked = (values[`http_reqs{op:${op}}`]?.count ?? 0) > 0;
    return rate === undefined || !asked ? [] : [{ fromSeconds, toSeconds, isOut: rate > OUT_SHARE }];
  });
}

/** Neighbouring seconds in which it is out; one better second between them ends nothing. */
function groupsOf(seconds: Second[]): Second[][] {
  const groups: Second[][] = [];
  let good = Number.POSITIVE_INFINITY;
  for (const second of seconds) {
    if (!second.isOut) {
      good++;
      continue;
    }
    if (good <= 1) groups.at(-1)?.push(second);
    else groups.push([second]);
    good = 0;
  }
  return groups;
}

function textOf(outs: Second[][], first: Second[]): string {
  const begins = outs.map((group) => group[0]?.fromSeconds ?? 0);
  const mean = lengthOf(outs.flat()) / outs.length;
  const began = begins[0] ?? 0;
  if (outs.length === 1) return `for ${Math.round(lengthOf(first))} s from ${momentText(began)} on`;
  const every = ((begins.at(-1) ?? 0) - began) / (outs.length - 1);
  const isRegular =
    Math.round(mean) < Math.round(every) &&
    outs.every((group) => isAbout(lengthOf(group), mean)) &&
    begins.every((begin, index) => isAbout(begin - began, index * every));
  return isRegular
    ? `for ${Math.round(mean)} s in every ${Math.round(every)}`
    : `for ${Math.round(lengthOf(outs.flat()))} s in ${outs.length} stretches, the first from ${momentText(began)} on`;
}

/** The first may have begun before the load, the last end with it, and each begins within a second. */
function isAbout(seconds: number, usual: number): boolean {
  return Math.abs(seconds - usual) <= Math.max(MAX_OFF_SECONDS, MAX_OFF_SHARE * usual);
}

function lengthOf(seconds: Second[]): number {
  return seconds.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
}
