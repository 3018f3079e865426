/**
 * Where a service breaks on a ladder of load, as an interval of VUs, and how.
 *
 * A level is broken when more operations fail than a healthy service may fail, or when it is saturated: half as much
 * load again brings clearly less than half as much throughput again while answers take longer. In a closed model that is the knee: by Little's
 * law (1961) VUs = throughput × (response time + think time), so load that brings no throughput turns into waiting.
 */
import { msText, percentText } from '../../numbers.ts';
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import { type Evidence, errorCounts } from '../evidence.ts';
import { type Level, levelsOf } from '../levels.ts';
import { pressureOf } from '../pressure.ts';

/** As the pass mark of every scenario: more than this share of failures is not healthy. */
const MOST_ERRORS = 0.05;
/** A step of at least this much load … */
const STEP = 1.4;
/**
 * … that brings less than this share of it as throughput has met the ceiling. With less than this a ceiling that lies
 * between two levels would be found one level too late; with more, a ladder's noise would be one.
 */
const YIELD = 0.75;
const SLOWER = 1.5;

/** Informative: a ladder is there to find the end. Errors on the way are judged by the scenario's own pass marks. */
export function judgeBreakingPoint(evidence: Evidence): Finding[] {
  const levels = levelsOf(evidence).filter(({ phase }) => phase === 'level');
  if (levels.length < 2) return [];
  const broken = levels.findIndex((level, index) => howBroken(level, levels[index - 1]) !== undefined);
  const top = levels.at(-1);
  if (broken === -1) return [finding(`did not break up to ${top?.level} VUs`, top?.level)];
  const level = levels[broken];
  const before = levels[broken - 1];
  if (level === undefined) return [];
  const where =
    before === undefined
      ? `at ${level.level} VUs or fewer`
      : `between ${before.level} and ${level.level} VUs`;
  const how = howBroken(level, before) === 'errors' ? errorsOf(level, evidence) : saturationOf(level, before);
  return [{ ...finding(`breaks ${where}: ${how}`, level.level), ...pressureOf(evidence) }];
}

function howBroken(level: Level, before: Level | undefined): 'errors' | 'saturation' | undefined {
  if (level.errorRate === undefined || level.errorRate > MOST_ERRORS) return 'errors';
  if (before?.medianMs === undefined || level.medianMs === undefined) return undefined;
  const load = level.level / before.level;
  const gain = level.throughput / before.throughput;
  const flat = load >= STEP && gain - 1 < YIELD * (load - 1);
  return flat && level.medianMs > SLOWER * before.medianMs ? 'saturation' : undefined;
}

function errorsOf({ errorRate }: Level, { summary }: Evidence): string {
  const [most] = errorCounts(summary);
  if (errorRate === undefined) return 'not one operation ended there';
  const kind = most === undefined ? '' : `, most of all by ${most.kind}`;
  return `${percentText(errorRate)} of the operations fail there${kind}`;
}

function saturationOf(level: Level, before: Level | undefined): string {
  const rate = (value: number | undefined) => `${Math.round(value ?? 0)}/s`;
  return `throughput meets a ceiling (${rate(before?.throughput)}, then ${rate(level.throughput)}) while the median goes from ${msText(before?.medianMs)} to ${msText(level.medianMs)}`;
}

function finding(message: string, vus: number | undefined): Finding {
  return {
    detector: 'breaking-point',
    status: 'healthy',
    metric: 'vus',
    ...(vus === undefined ? {} : { value: vus }),
    unit: 'VUs',
    message,
    evidence: [FILES.summary, FILES.timeline, FILES.samples],
  };
}
