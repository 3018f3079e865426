/** Moments of a load, counted from its begin. */
import { totalSeconds } from '../../shared/load/shape.ts';
import { momentText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';

/** When the load began, epoch ms; of a k6 that died, as its timeline shows it; undefined when there was no load. */
export function loadBeganMs({ summary, timeline }: Evidence): number | undefined {
  return summary?.loadStartedAtMs ?? timeline.find(({ values }) => (values.vus?.value ?? 0) > 0)?.t;
}

/** Seconds from the begin of the load; undefined for a moment before it. */
export function secondsInto(evidence: Evidence, atMs: number): number | undefined {
  const beganMs = loadBeganMs(evidence);
  return beganMs === undefined || atMs < beganMs ? undefined : (atMs - beganMs) / 1000;
}

/** `at 0:12 of the load`. */
export function whenText(evidence: Evidence, atMs: number): string {
  const seconds = secondsInto(evidence, atMs);
  return seconds === undefined ? 'before the load began' : `at ${momentText(seconds)} of the load`;
}

/** Length of the load as far as it was played, seconds: up to its planned end, or to what ended it before. */
export function playedSeconds(evidence: Evidence): number {
  const { scenario, outcome } = evidence;
  const planned = totalSeconds(scenario.legs);
  const ends = [outcome?.firstCause?.atMs, outcome?.serviceExit?.atMs, outcome?.endedEarly?.atMs];
  return ends.reduce<number>(
    (least, atMs) => (atMs === undefined ? least : Math.min(least, secondsInto(evidence, atMs) ?? 0)),
    planned,
  );
}
