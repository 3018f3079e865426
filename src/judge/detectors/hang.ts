/**
 * Does the service live and answer nothing? A stretch of the load in which no operation succeeded although VUs
 * asked, so long that no slow answer explains it.
 */
import type { Sample, SampleName } from '../../contract/contract.ts';
import { FILES } from '../../store/store.ts';
import { momentText, msText } from '../../text/numbers.ts';
import { adviceOf } from '../advice.ts';
import type { Explanation, Found } from '../detector.ts';
import { exceptionsSeen } from '../doubts/shortcomings.ts';
import { timeoutSecondsOf } from '../errors/timeouts.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';
import { loadBeganMs, playedSeconds } from '../load/load-clock.ts';
import { failuresIn, type Period, periodsOf } from '../load/periods.ts';
import { errorLine } from '../logs/last-words.ts';
import { allowedCpus } from '../resources/allowed-cpus.ts';
import { serviceHadCpu } from '../resources/machine-cpu.ts';

/** So much longer than the slowest answer and the longest pause must it be silent. */
const MARGIN_SECONDS = 5;
/** A machine that was paused leaves one long period, not several. */
const MIN_PERIODS = 3;
/** A pause is at most half as long again as its mean. */
const LONGEST_PAUSE = 1.5;
/** With fewer readings a second the machine stood still, and so did k6. */
const MIN_READINGS_SHARE = 0.5;
/** A service that fails fast answers; only what nobody answered in time is silence. */
const MIN_TIMEOUT_SHARE = 0.9;
/** Seconds that k6's threads waited for a CPU, a second: one that has work and gets none waits more than one. */
const MAX_GENERATOR_WAIT = 0.5;
/** Of one CPU. */
const IDLE_CPUS = 0.15;
const BUSY_SHARE = 0.85;

interface Silence {
  fromSeconds: number;
  toSeconds: number;
  periods: Period[];
}

export function judgeHang(evidence: Evidence): Found[] {
  const periods = periodsOf(evidence);
  const silences = silencesIn(periods, playedSeconds(evidence));
  const longest = silences.sort((a, b) => lengthOf(b) - lengthOf(a))[0];
  if (longest === undefined) return [];
  const limit = patience(longest, periods, evidence);
  const samples = during(longest, evidence);
  if (longest.periods.length < MIN_PERIODS || lengthOf(longest) <= limit) return [];
  if (samples.length < MIN_READINGS_SHARE * lengthOf(longest) || !isUnanswered(longest, evidence)) return [];
  return [findingOf(longest, limit, samples, evidence)];
}

function findingOf(silence: Silence, limit: number, samples: Sample[], evidence: Evidence): Found {
  const seconds = Math.round(lengthOf(silence));
  // Of one that nobody watched only its silence is known.
  const { startedByUs, watched } = evidence.run.target;
  const lives = startedByUs || watched !== undefined ? 'the service is alive but' : 'the service is';
  const toEnd = silence.toSeconds >= playedSeconds(evidence);
  return {
    detector: 'hang',
    status: 'critical',
    metric: 'seconds_without_success',
    value: seconds,
    limit: Math.round(limit * 10) / 10,
    unit: 's',
    message: `${lives} unresponsive: for ${seconds} s from ${momentText(silence.fromSeconds)} on${toEnd ? ', to the end of the load,' : ''} no operation succeeded${asked(silence)}`,
    atSeconds: silence.fromSeconds,
    restsOnTiming: !hadGeneratorCpu(samples) || isStarved(samples, evidence),
    ...explanation(silence, samples, evidence),
    evidence: [FILES.timeline, FILES.samples, FILES.cpuProfile, FILES.goroutineEnd, FILES.targetLog],
  };
}

/** Neighbouring periods in which VUs ran, as far as is known, and nothing succeeded. */
function silencesIn(periods: Period[], endSeconds: number): Silence[] {
  const silences: Silence[] = [];
  let open: Silence | undefined;
  for (const period of periods) {
    if (period.succeeded || period.vus === 0) {
      open = undefined;
      continue;
    }
    if (open === undefined) {
      open = { fromSeconds: period.fromSeconds, toSeconds: 0, periods: [] };
      silences.push(open);
    }
    open.toSeconds = Math.min(period.toSeconds, endSeconds);
    open.periods.push(period);
  }
  return silences;
}

/**
 * How long a service of this speed may be silent, seconds. Its slowest answer is that of the whole load: one that turned
 * slow in a jump is silent until its first slow answer.
 */
function patience({ periods: silent }: Silence, periods: Period[], { scenario }: Evidence): number {
  const slowestMs = periods.reduce((most, { slowestMs: ms }) => Math.max(most, ms ?? 0), 0);
  const periodSeconds = (silent[0]?.toSeconds ?? 0) - (silent[0]?.fromSeconds ?? 0);
  return Math.max(MARGIN_SECONDS, periodSeconds) + slowestMs / 1000 + LONGEST_PAUSE * scenario.thinkSeconds;
}

/** A generator that hardly had to wait for a CPU meanwhile was not what kept it silent, however busy the machine. */
function hadGeneratorCpu(samples: Sample[]): boolean {
  const waited = perSecond(samples, 'k6_cpu_wait_seconds_total');
  return waited !== undefined && waited < MAX_GENERATOR_WAIT;
}

/** Who has work and gets no CPU for it, because others have it, is kept from answering; who waits wants none. */
function isStarved(samples: Sample[], evidence: Evidence): boolean {
  return (wantedCpus(samples) ?? 0) > IDLE_CPUS && serviceHadCpu(evidence, samples) === 'no';
}

/**
 * A script that throws in its turns asks for nothing, so that nothing comes to fail either; and what could not leave
 * asked nobody.
 */
function isUnanswered({ periods }: Silence, evidence: Evidence): boolean {
  if (periods.some(({ unsent }) => unsent > 0)) return false;
  const failures = periods.reduce((sum, period) => sum + failuresIn(period), 0);
  const timeouts = periods.reduce((sum, period) => sum + failuresIn(period, ['timeout']), 0);
  if (failures === 0 && exceptionsSeen(evidence) !== undefined) return false;
  return timeouts >= MIN_TIMEOUT_SHARE * failures;
}

function asked(silence: Silence): string {
  const vus = usersIn(silence);
  return vus === 0 ? '' : `, while ${vus} VUs waited`;
}

function usersIn({ periods }: Silence): number {
  return periods.reduce((most, period) => Math.max(most, period.vus ?? 0), 0);
}

function lengthOf({ fromSeconds, toSeconds }: Silence): number {
  return toSeconds - fromSeconds;
}

function during({ fromSeconds, toSeconds }: Silence, evidence: Evidence): Sample[] {
  const beganMs = loadBeganMs(evidence) ?? 0;
  return evidence.samples.filter(
    ({ t }) => t >= beganMs + fromSeconds * 1000 && t <= beganMs + toSeconds * 1000,
  );
}

/** Who waits needs no CPU; who computes in vain needs all that one thread can have. */
function explanation(silence: Silence, samples: Sample[], evidence: Evidence): Explanation {
  const used = usedCpus(samples);
  const probes = probesText(samples, evidence);
  if (used === undefined) return WAITS;
  const most = Math.min(1, allowedCpus({ ...evidence, samples }) ?? 1);
  const wanted = wantedCpus(samples) ?? used;
  const cpus = `with ${used.toFixed(2)} CPUs in use`;
  if (used <= IDLE_CPUS * most)
    return {
      cause: `it waits for something that never comes, ${cpus}`,
      also: [...probes, ...said(evidence)],
      ...WAITS,
    };
  if (wanted >= BUSY_SHARE * most)
    return {
      cause: `${overloadText(silence, most, evidence) ?? 'it computes endlessly'}, ${cpus}`,
      also: probes,
      ...COMPUTES,
    };
  return { cause: `it is busy with something other than responses, ${cpus}`, also: probes, ...WAITS };
}

/**
 * `it computes longer than its clients wait: 283 ms for a user alone, so 28 s for 100 at once`; undefined unless what one user's
 * request takes shows that so many at once cannot be answered in time.
 */
function overloadText(silence: Silence, cpus: number, { summary, scenario }: Evidence): string | undefined {
  const users = usersIn(silence);
  const aloneMs = Math.max(0, ...Object.values(summary?.alone ?? {}).map(({ medianMs }) => medianMs));
  const togetherMs = (users * aloneMs) / cpus;
  return togetherMs < timeoutSecondsOf(scenario) * 1000
    ? undefined
    : `it computes longer than its clients wait: ${msText(aloneMs)} for a user alone, so ${msText(togetherMs)} for ${users} at once`;
}

function usedCpus(samples: Sample[]): number | undefined {
  return perSecond(samples, 'cgroup_cpu_seconds_total') ?? perSecond(samples, 'process_cpu_seconds_total');
}

/** On a busy machine who computes gets a part of a CPU and waits for the rest. */
function wantedCpus(samples: Sample[]): number | undefined {
  const used = usedCpus(samples);
  return used === undefined ? undefined : used + (perSecond(samples, 'process_cpu_wait_seconds_total') ?? 0);
}

/** Who gives up waiting often logs for what. */
function said({ logTail }: Evidence): string[] {
  const line = errorLine(logTail);
  return line === undefined ? [] : [`${FILES.targetLog} says: ${line}`];
}

const WAITS = adviceOf`look for a lock that is never released, a pool (connections, threads) that is exhausted, or a call without a timeout; ${FILES.goroutineEnd} shows who waits where`;
const COMPUTES = adviceOf`see the top functions of ${FILES.cpuProfile}: an endless loop, or long work on the only thread that serves requests`;

/** Growth of a counter a second; undefined when it was not measured. */
function perSecond(samples: Sample[], name: SampleName): number | undefined {
  const grown = growth(samples, name);
  const seconds = spanSeconds(series(samples, name));
  return grown === undefined || seconds <= 0 ? undefined : grown / seconds;
}

/** Whether what watches the service is still answered: then it is not the whole process that stands. */
function probesText(samples: Sample[], { samples: all }: Evidence): string[] {
  const answers = (some: Sample[]) =>
    some.filter(({ values }) => values.runtime_sys_mb !== undefined || values.requests_total !== undefined);
  if (answers(all).length === 0) return [];
  return answers(samples).length > samples.length / 2
    ? ['its metrics endpoint still responds']
    : ['its metrics endpoint does not respond either'];
}
