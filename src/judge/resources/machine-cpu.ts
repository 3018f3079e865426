/**
 * Who had the machine's CPUs, and whether the service could have the ones that its box promises. A service that waits for a
 * CPU which others have is slow through no fault of its own.
 */
import type { Sample, SampleName } from '../../contract/contract.ts';
import { percentText } from '../../text/numbers.ts';
import { type Evidence, growth, series, spanSeconds } from '../evidence.ts';
import { allowedCpus } from './allowed-cpus.ts';
import {
  atPeak,
  type GeneratorLoad,
  generatorLoadIn,
  HOST_FULL,
  isGeneratorSaturated,
  WAITING,
} from './generator.ts';
import { busyCpus, throttledShare } from './pressure.ts';

/** With more than this of its CPUs in use a service waits for its own threads. */
const AT_ITS_LIMIT_SHARE = 0.85;
/** Throttled more often than this, it waits for its own box. */
const MAX_THROTTLED_SHARE = 0.1;
/** A machine at rest does this much of its own: less of its cores is no other program worth a word. */
const MIN_OTHERS_SHARE = 0.1;

/**
 * `yes` and `no` where it was measured. On a machine that is not full everybody has CPU.
 * @param samples of the time that counts
 */
export function serviceHadCpu(evidence: Evidence, samples: Sample[]): 'yes' | 'no' | 'unknown' {
  const cores = evidence.run.machine.cores;
  const busy = perSecond('host_cpu_busy_seconds_total', samples);
  if (busy === undefined) return 'unknown';
  if (busy <= HOST_FULL * cores) return 'yes';
  const then = { ...evidence, samples };
  const used = busyCpus(then);
  const ran = growth(samples, 'process_cpu_seconds_total');
  const waited = growth(samples, 'process_cpu_wait_seconds_total');
  if (used === undefined || ran === undefined || waited === undefined || ran < 0) return 'unknown';
  const allowed = Math.min(cores, allowedCpus(then) ?? cores);
  const limited = used > AT_ITS_LIMIT_SHARE * allowed || (throttledShare(then) ?? 0) > MAX_THROTTLED_SHARE;
  return limited || waited <= WAITING * (ran + waited) ? 'yes' : 'no';
}

/**
 * Whether want of CPU, which other programs had, can have made this share of the answers late at the peak: not when the service
 * wanted to run for less of the time than that.
 */
export function mayHaveStarved(share: number, evidence: Evidence): boolean {
  const samples = atPeak(evidence);
  if (serviceHadCpu(evidence, samples) !== 'no') return false;
  const [ran, waited] = (['process_cpu_seconds_total', 'process_cpu_wait_seconds_total'] as const).map(
    (name) => perSecond(name, samples) ?? 0,
  );
  return share <= (ran ?? 0) + (waited ?? 0);
}

/**
 * CPUs that neither k6 nor the service nor burstbox used; undefined when one of the first two was not measured, and
 * when it is too little to speak of.
 */
export function othersCpus(evidence: Evidence, samples: Sample[]): number | undefined {
  const busy = perSecond('host_cpu_busy_seconds_total', samples);
  const k6 = perSecond('k6_cpu_seconds_total', samples);
  const service = busyCpus({ ...evidence, samples });
  if (busy === undefined || k6 === undefined || service === undefined) return undefined;
  const others = busy - k6 - service - (perSecond('burstbox_cpu_seconds_total', samples) ?? 0);
  return others < MIN_OTHERS_SHARE * evidence.run.machine.cores ? undefined : others;
}

/** `other programs used 1.2 of 2 cores`; undefined when they did not, or nobody knows. */
export function othersText(evidence: Evidence, samples: Sample[]): string | undefined {
  const others = othersCpus(evidence, samples);
  return others === undefined
    ? undefined
    : `other programs used ${others.toFixed(1)} of ${evidence.run.machine.cores} cores`;
}

/** While the load was at its highest: who was short of CPU, and why, in words; undefined when nobody was. */
export function shortageAtPeak(
  evidence: Evidence,
): { who: 'generator' | 'service'; says: string; byOthers: boolean } | undefined {
  const samples = atPeak(evidence);
  const load = generatorLoadIn(samples, evidence.run.machine.cores);
  const isGenerator = load !== undefined && isGeneratorSaturated(load);
  const isService = serviceHadCpu(evidence, samples) === 'no';
  if (!isGenerator && !isService) return undefined;
  const names = [...(isGenerator ? ['k6'] : []), ...(isService ? ['the service'] : [])].join(' and ');
  const others = othersText(evidence, samples);
  const who = isGenerator ? 'generator' : 'service';
  const waits = [
    ...(isGenerator ? [generatorText(load)] : []),
    ...(isService ? [serviceText(evidence, samples)] : []),
  ];
  const begin = others === undefined ? '' : `${others}, so that `;
  const says = `${begin}${names} had no CPU left: ${waits.join(', ')}`;
  return { who, says, byOthers: others !== undefined };
}

function generatorText({ hostBusy, waitShare }: GeneratorLoad): string {
  return `the machine was ${percentText(hostBusy)} busy and k6 waited ${percentText(waitShare)} of its time for a CPU`;
}

function serviceText(evidence: Evidence, samples: Sample[]): string {
  const ran = growth(samples, 'process_cpu_seconds_total') ?? 0;
  const waited = growth(samples, 'process_cpu_wait_seconds_total') ?? 0;
  const used = busyCpus({ ...evidence, samples }) ?? 0;
  return `the service got ${used.toFixed(2)} CPUs and waited ${percentText(waited / Math.max(ran + waited, 1e-9))} of its time for one`;
}

/** Growth of a total, a second. */
function perSecond(name: SampleName, samples: Sample[]): number | undefined {
  const grown = growth(samples, name);
  const seconds = spanSeconds(series(samples, name));
  return grown === undefined || grown < 0 || seconds <= 0 ? undefined : grown / seconds;
}
