/** When the lines of a service's log were written: between the readings of its length before and after. */
import { totalSeconds } from '../../shared/load/shape.ts';
import { momentText } from '../../text/numbers.ts';
import type { Evidence } from '../evidence.ts';
import { loadBeganMs } from '../load/load-clock.ts';

/** The last reading may be as much older than the end of the load, and a longer one is late. */
const READING_SECONDS = 2;

/** The moment is that of the reading that first saw the line, epoch ms; undefined where the length of the log was not read. */
export interface Written<Line> {
  line: Line;
  atMs: number | undefined;
}

/**
 * Those that were not certainly written before the load began or after it was over: what a service says while it starts
 * and stops is no effect of the load.
 */
export function underLoad<Line extends { at: number }>(lines: Line[], evidence: Evidence): Written<Line>[] {
  const { logSizes: sizes, scenario } = evidence;
  const beganMs = loadBeganMs(evidence);
  if (sizes.length === 0 || beganMs === undefined) return lines.map((line) => ({ line, atMs: undefined }));
  const overMs = beganMs + totalSeconds(scenario.legs) * 1000;
  return lines.flatMap((line) => {
    const seen = sizes.findIndex(({ value }) => value > line.at);
    const notBeforeMs = seen === 0 ? 0 : (sizes.at(seen === -1 ? -1 : seen - 1)?.t ?? 0);
    const atMs = sizes[seen]?.t ?? notBeforeMs;
    const isAfter = seen === -1 ? notBeforeMs >= overMs - 1000 * READING_SECONDS : notBeforeMs >= overMs;
    return isAfter || atMs < beganMs ? [] : [{ line, atMs }];
  });
}

/** `, at 0:12 of the load`, `, between 0:02 and 0:24 of the load`; empty where it is not known. */
export function momentsText(written: Written<unknown>[], evidence: Evidence): string {
  const beganMs = loadBeganMs(evidence);
  const times = written.flatMap(({ atMs }) =>
    atMs === undefined || beganMs === undefined ? [] : [momentText((atMs - beganMs) / 1000)],
  );
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined) return '';
  return first === last ? `, at ${first} of the load` : `, between ${first} and ${last} of the load`;
}
