/**
 * Has a steady load settled, so that playing on would only repeat what it has shown?
 *
 * As warp's --autoterm does (https://github.com/minio/warp#automatic-termination: the last 7 of 25 equal parts of the run
 * lie within 7.5 % of the newest), windows grow with the run, so that late in it a chance quiet of some seconds is not
 * enough. We differ in three things. Fewer and longer windows: of seven short ones one is nearly always out on a busy
 * machine. Latency counts as well as throughput: a load of a given rate shows slowness in nothing else. And there must be
 * no drift: warp lets through all that stays below its percentage. In simulated noise of 5 %, of which each second keeps
 * half, a throughput that falls by 1 % a second was taken for settled in 5 loads of 100, and in 19 without the last rule.
 */
import { K6_METRIC, type Leg } from '../../contract/contract.ts';
import { JUDGED_SHARE } from '../../judge/load/steady.ts';
import { median } from '../../judge/statistics/median.ts';
import { totalSeconds } from '../../shared/load/shape.ts';
import type { Snapshot } from '../../store/timeline.ts';
import { operationsIn } from './operations.ts';
import type { Rule } from './rule.ts';
import { unsteadiness } from './steadiness.ts';

const WINDOWS = 3;
/** The last three fifths of what was held: warm-up and what followed it have no part in them. */
const WINDOW_SHARE = 0.2;
/** Shorter ones differ by chance alone: VUs pause for up to a second and a half. */
const SHORTEST_WINDOW_SECONDS = 5;
const THROUGHPUT_SHARE = 0.05;
/** Of a high percentile, which rests on a twentieth of the operations, less can be asked. */
const P95_SHARE = 0.1;
/** What is less than this is noise of a quick service. */
const P95_NOISE_MS = 5;
/**
 * Looking every second would give chance a throw a second; each look comes when this much more of the load was held
 * than at the last.
 */
const LOOK_SHARE = 0.05;
/** No end comes before a steady phase was held so long. */
const SHORTEST_HOLD_SECONDS = Math.ceil((WINDOWS * SHORTEST_WINDOW_SECONDS) / JUDGED_SHARE);

interface Period {
  t: number;
  seconds: number;
  succeeded: number;
  p95Ms: number | undefined;
}

/** Whether the load ends in a steady phase that is long enough to be cut short. */
export function canSettle(legs: Leg[]): boolean {
  const { phase, move, seconds = 0 } = legs.at(-1) ?? {};
  return phase === 'steady' && move === 'hold' && seconds > SHORTEST_HOLD_SECONDS;
}

/** The legs as far as they are played even if the load settles as early as it may. */
export function surelyPlayed(legs: Leg[]): Leg[] {
  return canSettle(legs)
    ? legs.map((leg, index) => (index === legs.length - 1 ? { ...leg, seconds: SHORTEST_HOLD_SECONDS } : leg))
    : legs;
}

/**
 * Says `settled`, and by which rule; never for a load that cannot.
 * @param unsettled is told at each look why it has not
 */
export function stableRule(legs: Leg[], unsettled: (why: string) => void): Rule<Snapshot> {
  if (!canSettle(legs)) return () => undefined;
  const steadyFrom = totalSeconds(legs.slice(0, -1));
  const periods: Period[] = [];
  let before: number | undefined;
  let nextLook = SHORTEST_HOLD_SECONDS;
  return (snapshot, playedSeconds) => {
    const held = playedSeconds - steadyFrom;
    const period = periodOf(snapshot, before);
    before = snapshot.t;
    if (held <= 0) return undefined;
    periods.push(period);
    if (held < nextLook) return undefined;
    nextLook = held * (1 + LOOK_SHARE);
    const { isSettled, message } = look(periods, Math.max(SHORTEST_WINDOW_SECONDS, WINDOW_SHARE * held));
    if (isSettled) return { id: 'settled', message };
    unsettled(message);
    return undefined;
  };
}

function periodOf(snapshot: Snapshot, before: number | undefined): Period {
  const { ended, failed } = operationsIn(snapshot);
  return {
    t: snapshot.t,
    seconds: before === undefined ? 1 : (snapshot.t - before) / 1000,
    succeeded: ended - failed,
    p95Ms: snapshot.values[K6_METRIC.opDuration]?.['p(95)'],
  };
}

function look(periods: Period[], windowSeconds: number): { isSettled: boolean; message: string } {
  const windows = cut(periods, windowSeconds * 1000);
  const rates = windows.map(rateOf);
  const p95s = windows.flatMap((window) => p95Of(window) ?? []);
  const where = `in the last ${WINDOWS} windows of ${Math.round(windowSeconds)} s`;
  if (p95s.length < WINDOWS || Math.min(...rates) <= 0)
    return { isSettled: false, message: `${where} there was one in which too little succeeded` };
  const within = windows.flat();
  const throughput = {
    readings: within.map((period) => rateOf([period])),
    windows: rates,
    allowance: THROUGHPUT_SHARE * median(rates),
  };
  const p95 = {
    readings: within.flatMap(({ p95Ms }) => p95Ms ?? []),
    windows: p95s,
    allowance: Math.max(P95_NOISE_MS, P95_SHARE * median(p95s)),
  };
  const listed = (values: number[], unit: string) =>
    `${values.map((value) => Number(value.toPrecision(3))).join(', ')} ${unit}`;
  const said = {
    throughput: `the throughput (${listed(rates, 'operations/s')})`,
    p95: `the p95 (${listed(p95s, 'ms')})`,
  };
  const allowed = {
    throughput: `${THROUGHPUT_SHARE * 100} %`,
    p95: `${P95_SHARE * 100} % or ${P95_NOISE_MS} ms`,
  };
  const why = [
    [said.throughput, unsteadiness(throughput), allowed.throughput],
    [said.p95, unsteadiness(p95), allowed.p95],
  ].flatMap(([what, how, most]) => (how === undefined ? [] : [`${what} ${how} (${most} are allowed)`]));
  if (why.length > 0) return { isSettled: false, message: `${where} ${why.join(', and ')}` };
  return {
    isSettled: true,
    message:
      `${where} ${said.throughput} stayed within ${allowed.throughput} and ${said.p95} within ${allowed.p95}, ` +
      'and neither kept rising or falling',
  };
}

/** The newest windows, the oldest of them first. */
function cut(periods: Period[], windowMs: number): Period[][] {
  const endMs = periods.at(-1)?.t ?? 0;
  return Array.from({ length: WINDOWS }, (_, index) => {
    const toMs = endMs - (WINDOWS - 1 - index) * windowMs;
    return periods.filter(({ t }) => t > toMs - windowMs && t <= toMs);
  });
}

/** By the length of the periods that are there: k6 skips one now and then. */
function rateOf(window: Period[]): number {
  const sum = (value: (period: Period) => number) => window.reduce((total, each) => total + value(each), 0);
  return window.length === 0 ? 0 : sum(({ succeeded }) => succeeded) / sum(({ seconds }) => seconds);
}

/** Undefined when in half of the window nothing succeeded. */
function p95Of(window: Period[]): number | undefined {
  const values = window.flatMap(({ p95Ms }) => p95Ms ?? []);
  return values.length > window.length / 2 ? median(values) : undefined;
}
