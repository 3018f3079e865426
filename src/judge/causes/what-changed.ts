/**
 * What changed at a moment: the readings that moved furthest from where they had been, each measured by its own spread.
 * Method: the modified z-score of Iglewicz and Hoaglin (How to Detect and Handle Outliers, 1993), the distance from the
 * median over the median absolute deviation, so that one odd reading counts for nothing.
 */
import type { Finding } from '../../store/records/records.ts';
import type { Evidence, Point } from '../evidence.ts';
import { loadBeganMs } from '../load/load-clock.ts';
import { median } from '../statistics/median.ts';
import { plannedLoad, QUANTITIES, type Quantity, readingsOf } from './quantities.ts';

interface Change {
  says: string;
  z: number;
}

/** What is compared: the readings up to `cutMs`, and those from there on. */
interface Moment {
  cutMs: number;
  /** The service was gone then: what it rose to counts, since there is no afterwards and a process that ends lets go. */
  isEnd: boolean;
}

const WINDOW_MS = 10_000;
/** Of a service that is gone the last readings are compared with those before them. */
const LAST_MS = 3000;
const MIN_READINGS = 3;
const MAX_NAMED = 2;
/** Less than this of the larger of the two is not worth a sentence. */
const MIN_SHARE = 0.25;
/** The method's own mark, and the factor that makes a deviation comparable with a standard deviation. */
const MIN_Z = 3.5;
const DEVIATION_FACTOR = 1.4826;

/**
 * `just before, memory rose from 120 MiB to 410 MiB and the share of time in GC pauses from 1.00 % to 38 %`.
 * @returns undefined when nothing stands out, or the finding has no moment
 */
export function whatChanged(evidence: Evidence, { atSeconds, metric }: Finding): string | undefined {
  const beganMs = loadBeganMs(evidence);
  if (beganMs === undefined || atSeconds === undefined) return undefined;
  const moment = momentOf(beganMs + atSeconds * 1000, evidence);
  const load = plannedLoad(evidence);
  const changes = QUANTITIES.filter(({ names }) => !names.some((name) => name === metric))
    .flatMap((quantity) => changeOf(quantity, readingsOf(quantity, evidence), moment))
    .sort((a, b) => b.z - a.z)
    .slice(0, MAX_NAMED);
  const named = [...changeOf(load.quantity, load.points, moment), ...changes].map(({ says }) => says);
  if (named.length === 0) return undefined;
  return `${moment.isEnd ? 'just before' : 'at that moment'}, ${named.join(' and ')}`;
}

function momentOf(atMs: number, evidence: Evidence): Moment {
  const after = QUANTITIES.map(
    (quantity) => readingsOf(quantity, evidence).filter(({ t }) => t >= atMs).length,
  );
  const isEnd = Math.max(...after) < MIN_READINGS;
  return { cutMs: isEnd ? atMs - LAST_MS : atMs, isEnd };
}

/** One change, or none. */
function changeOf(
  { says, least, text }: Pick<Quantity, 'says' | 'least' | 'text'>,
  points: Point[],
  { cutMs, isEnd }: Moment,
): Change[] {
  const before = valuesIn(points, cutMs - WINDOW_MS, cutMs);
  const after = valuesIn(points, cutMs, cutMs + WINDOW_MS);
  if (before.length < MIN_READINGS || after.length < (isEnd ? 1 : MIN_READINGS)) return [];
  const from = median(before);
  const to = isEnd ? Math.max(from, ...after) : median(after);
  const moved = Math.abs(to - from);
  const spread = DEVIATION_FACTOR * median(before.map((value) => Math.abs(value - from)));
  const z = moved / Math.max(spread, least / MIN_Z);
  if (z < MIN_Z || moved < MIN_SHARE * Math.max(Math.abs(from), Math.abs(to))) return [];
  return [{ says: `${says} ${to > from ? 'rose' : 'fell'} from ${text(from)} to ${text(to)}`, z }];
}

function valuesIn(points: Point[], fromMs: number, toMs: number): number[] {
  return points.filter(({ t }) => t >= fromMs && t < toMs).map(({ value }) => value);
}
