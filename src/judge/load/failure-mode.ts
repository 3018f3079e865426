/** How a level of a ladder failed: the first that applies. */
import type { LevelMode } from '../../store/records/records.ts';
import { judgeOom } from '../detectors/oom.ts';
import type { Evidence } from '../evidence.ts';
import { errorMark } from '../pass-mark.ts';
import { isGeneratorSaturated } from '../resources/generator.ts';
import { type Baseline, lagOf, mostThroughput, STANDARD_ERRORS } from './expected-throughput.ts';
import type { Level } from './levels.ts';
import { playedSeconds, secondsInto } from './load-clock.ts';

/** Answers that take this many times as long as at the lowest level … */
const COLLAPSED_TIMES = 10;
/** … while throughput is clearly less than at the level before, are a collapse. */
const CLEARLY_LESS = 0.9;

/** A throughput with a larger standard error than a tenth cannot show that just a tenth is missing. */
const UNSTEADY_SHARE = 0.1;
/** Of the operations in flight, the service must know of this share itself for the waiting to be its own. */
const OWN_QUEUE_SHARE = 0.5;

/** What shows without a look at the other levels; undefined when it answered, and did so without many errors. */
export function plainMode(level: Level, run: Evidence): LevelMode | undefined {
  if (diedIn(level, run)) return judgeOom(run).length > 0 ? 'oom' : 'crash';
  const { errorRate } = level;
  if (errorRate === undefined) return isPlayed(level, run) ? unlessLimited('timeouts', level) : 'unknown';
  if (errorRate > errorMark(run.scenario).healthy) return unlessLimited(errorMode(level), level);
  return level.throughput === undefined ? 'unknown' : undefined;
}

/**
 * What shows against the others.
 * @param others the levels that answered
 */
export function slownessMode(
  level: Level,
  others: Level[],
  { scenario }: Evidence,
  baseline: Baseline | undefined,
): LevelMode {
  if (baseline === undefined) return 'good';
  const { throughput = 0, throughputError = 0 } = level;
  const most = mostThroughput(others);
  const lag = lagOf(level, baseline, most, scenario.model);
  if (lag === 'none') return 'good';
  const atMost = throughput + STANDARD_ERRORS * throughputError;
  const maybeNone = lagOf({ ...level, throughput: atMost }, baseline, most, scenario.model) === 'none';
  // What is missing was neither answered nor waited for: it was not sent, or not counted in its time.
  if (lag === 'unseen') return unlessLimited(maybeNone ? 'good' : 'unknown', level);
  if (maybeNone && throughputError > UNSTEADY_SHARE * throughput) return unlessLimited('unknown', level);
  // More load that brings more shows that this was not the ceiling: something else slowed the service then.
  const above = mostThroughput(others.filter((each) => each.level > level.level));
  if (atMost < CLEARLY_LESS * above) return unlessLimited('unknown', level);
  return unlessLimited(isCollapse(level, others, scenario, baseline) ? 'collapse' : 'saturated', level);
}

function isCollapse(
  { level, throughput = 0, throughputError = 0, medianMs = 0, p95Ms = 0 }: Level,
  others: Level[],
  { limits }: Evidence['scenario'],
  { meanMs }: Baseline,
): boolean {
  const before = others.findLast((each) => each.level < level)?.throughput;
  const fell = before !== undefined && throughput + STANDARD_ERRORS * throughputError < CLEARLY_LESS * before;
  const overMark = limits.some(
    ({ unit, stat, critical }) => unit === 'ms' && stat === 'p(95)' && p95Ms > critical,
  );
  return fell && (overMark || medianMs > COLLAPSED_TIMES * meanMs);
}

/**
 * Whichever way a level failed: a service that has no CPU sheds load, refuses and breaks off too. Deaths are proven all the
 * same, and so are errors that were answered when the service had CPU, whatever k6 had.
 */
function unlessLimited(mode: LevelMode, level: Level): LevelMode {
  const isAnswered = mode === 'refused' || (mode === 'errors' && /^http_/.test(level.errorKind ?? ''));
  if (isAnswered && level.serviceHadCpu === 'yes') return mode;
  return mayBeGenerators(level) ? 'generator-limited' : mode;
}

/**
 * Whether it may not have been the service: it was itself short of CPU that others had; or k6 was, to send and to receive,
 * and the service, which had enough, does not say that it holds the operations that k6 waits for.
 */
export function mayBeGenerators(level: Level): boolean {
  const { generator, serviceHadCpu, inFlight, ownInFlight } = level;
  if (serviceHadCpu === 'no') return true;
  if (generator === undefined || !isGeneratorSaturated(generator)) return false;
  if (serviceHadCpu === 'unknown') return true;
  return inFlight === undefined || ownInFlight === undefined || ownInFlight < OWN_QUEUE_SHARE * inFlight;
}

/** Without k6's summary nobody knows what ended. */
function isPlayed({ toSeconds }: Level, run: Evidence): boolean {
  return run.summary !== undefined && playedSeconds(run) >= toSeconds;
}

/** While the load moved to the level or was held there. */
function diedIn({ approachedSeconds, toSeconds }: Level, run: Evidence): boolean {
  const { firstCause } = run.outcome ?? {};
  if (firstCause === undefined || !/^target-(oom-killed|exited|memory-critical)$/.test(firstCause.id))
    return false;
  const seconds = secondsInto(run, firstCause.atMs);
  return seconds !== undefined && seconds > approachedSeconds && seconds <= toSeconds;
}

function errorMode({ errorKind }: Level): LevelMode {
  if (errorKind === 'refused') return 'refused';
  return errorKind === 'timeout' ? 'timeouts' : 'errors';
}
