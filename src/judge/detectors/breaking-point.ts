/**
 * Where a service breaks on a ladder of load, as an interval of load and of operations a second, and how.
 *
 * Informative: a ladder is there to find the end. Errors on the way are judged by the scenario's own pass marks.
 */

import { FILES } from '../../store/store.ts';
import { msText, percentText } from '../../text/numbers.ts';
import { cpuAt, type Held, idleText, timesText, waitsAt } from '../causes/waiting.ts';
import type { Explanation, Found } from '../detector.ts';
import { ERROR_WORDS } from '../errors/error-words.ts';
import type { Evidence } from '../evidence.ts';
import {
  type Ladder,
  type LadderLevel,
  ladderOf,
  loadInterval,
  tells,
  throughputInterval,
} from '../load/ladder.ts';
import { samplesBetween } from '../load/levels.ts';
import { isGeneratorSaturated } from '../resources/generator.ts';
import { othersText } from '../resources/machine-cpu.ts';
import { pressureOf } from '../resources/pressure.ts';
import { fitUsl } from '../statistics/usl.ts';

const LOOK_INSIDE = 'look inside the service for a pool, a queue or a lock, or at the services it calls';
const OWN_LIMIT = {
  cause: 'a limit inside the service: no limit of the box was reached',
  advice: LOOK_INSIDE,
};

/** One finding for a ladder; none when nothing was played of it long enough to tell. */
export function judgeBreakingPoint(evidence: Evidence): Found[] {
  const ladder = ladderOf(evidence);
  if (ladder === undefined || ladder.levels.every(({ mode }) => mode === 'unknown')) return [];
  const opinion = secondOpinion(ladder);
  const { firstBad } = ladder;
  if (firstBad === undefined)
    return [{ ...unbroken(ladder), ...(opinion === undefined ? {} : { secondOpinion: opinion.text }) }];
  const interval = throughputInterval(ladder);
  const load = loadInterval(ladder);
  const [waits] = waitsAt(firstBad, firstBad.run);
  return [
    {
      ...finding(
        ladder,
        [
          brokenText(ladder, firstBad),
          ...(waits === undefined ? [] : [waitsText(waits, firstBad)]),
          ...(opinion?.fits ? [opinion.text] : []),
        ].join('; '),
      ),
      // to have a limit is no illness, to let users wait beside an idle CPU is one
      ...(waits === undefined ? {} : { status: 'warning' }),
      value: firstBad.level,
      ...(interval === undefined ? {} : { interval }),
      ...(load === undefined ? {} : { loadInterval: load }),
      ...(opinion === undefined ? {} : { secondOpinion: opinion.text }),
      ...causeOf(firstBad),
    },
  ];
}

function unbroken(ladder: Ladder): Found {
  const { lastGood, untold, unit } = ladder;
  const [why, others] = untold === undefined ? [''] : whyUntold(untold);
  if (lastGood === undefined)
    return {
      ...finding(ladder, `where it breaks is unknown: at ${untold?.level} ${unit} ${why}${others ?? ''}`),
      status: 'unknown',
    };
  const unsaid =
    untold === undefined ? '' : `; at ${untold.level} ${why}, so nothing is known beyond that${others ?? ''}`;
  return {
    ...finding(ladder, `did not break up to ${lastGood.level} ${unit}${unsaid}`),
    value: lastGood.level,
  };
}

/** The second is who had the CPU instead, where that is known. */
function whyUntold({ mode, run, fromSeconds, toSeconds, generator }: LadderLevel): [string, string?] {
  if (mode !== 'generator-limited')
    return ['throughput was too unsteady to tell, or not measured long enough'];
  const isGenerator = generator !== undefined && isGeneratorSaturated(generator);
  const others = othersText(run, samplesBetween(run, fromSeconds, toSeconds));
  const why = `${isGenerator ? 'k6' : 'the service'} was short of CPU`;
  return others === undefined ? [why] : [why, `: ${others} there`];
}

function brokenText(ladder: Ladder, firstBad: LadderLevel): string {
  const { lastGood, unit } = ladder;
  const where =
    lastGood === undefined
      ? `at ${firstBad.level} ${unit} or fewer`
      : `between ${lastGood.level} and ${firstBad.level} ${unit}`;
  const interval = throughputInterval(ladder);
  const rates =
    interval === undefined
      ? ''
      : ` (${Math.round(interval.low)} to ${Math.round(interval.high)} operations/s)`;
  return `breaks ${where}${rates}: ${howText(firstBad, ladder)}`;
}

function howText(level: LadderLevel, ladder: Ladder): string {
  const lowest = ladder.levels.find(({ mode }) => mode === 'good');
  const rate = `${Math.round(level.throughput ?? 0)}/s`;
  const slower =
    lowest === undefined
      ? `with a median of ${msText(level.medianMs)}`
      : `while the median goes from ${msText(lowest.medianMs)} (at ${lowest.level}) to ${msText(level.medianMs)}`;
  switch (level.mode) {
    case 'oom':
      return 'the service runs out of memory there';
    case 'crash':
      return 'the service exits there';
    case 'collapse':
      return `throughput collapses to ${rate} ${slower}`;
    case 'saturated':
      return `throughput hits a ceiling of ${rate} ${slower}`;
    default:
      return errorText(level);
  }
}

function waitsText(waits: Held, level: LadderLevel): string {
  return `p95 of ${waits.op} is ${msText(waits.p95Ms)}, ${timesText(waits)}, ${idleText(cpuAt(level, level.run))}`;
}

function errorText({ errorRate, errorKind }: LadderLevel): string {
  if (errorRate === undefined) return 'no operation completed there';
  const words =
    errorKind !== undefined && errorKind in ERROR_WORDS
      ? ERROR_WORDS[errorKind as keyof typeof ERROR_WORDS].what
      : undefined;
  const kind =
    words === undefined
      ? errorKind === undefined
        ? ''
        : `, mostly ${errorKind}`
      : `; most of them ${words}`;
  return `${percentText(errorRate)} of the operations fail there${kind}`;
}

/** What the box ran out of at that level, not before it and not after. */
function causeOf(level: LadderLevel): Explanation {
  const { run, fromSeconds, toSeconds, mode, cpuShare, memoryBytes } = level;
  const pressure = pressureOf({ ...run, samples: samplesBetween(run, fromSeconds, toSeconds) });
  const slow = mode === 'saturated' || mode === 'collapse';
  if (!slow || pressure.cause !== undefined) return pressure;
  // That the box had room must have been seen: without a reading the limit may be anybody's.
  return cpuShare === undefined || memoryBytes === undefined ? { advice: LOOK_INSIDE } : OWN_LIMIT;
}

/** Of a closed model only: an arrival rate is what it is, whatever comes of it. */
function secondOpinion({ levels, unit }: Ladder): { fits: boolean; text: string } | undefined {
  if (unit !== 'VUs') return undefined;
  const points = levels
    .filter((level) => tells(level) && ['good', 'saturated', 'collapse'].includes(level.mode))
    .flatMap(({ level, throughput }) => (throughput === undefined ? [] : [{ load: level, throughput }]));
  const fit = fitUsl(points);
  if ('refused' in fit) return { fits: false, text: `no USL fit: ${fit.refused}` };
  const peak = fit.peakLoad === undefined ? 'no peak' : `the peak at ${Math.round(fit.peakLoad)} VUs`;
  return { fits: true, text: `a USL fit puts ${peak} (R² ${fit.rSquared.toFixed(2)})` };
}

function finding({ unit }: Ladder, message: string): Found {
  return {
    detector: 'breaking-point',
    status: 'healthy',
    metric: unit === 'VUs' ? 'vus' : 'arrival_rate',
    unit,
    message,
    // failure-mode.ts has set the levels apart at which the generator may have been the one
    restsOnTiming: false,
    evidence: [FILES.summary, FILES.timeline, FILES.samples],
  };
}
