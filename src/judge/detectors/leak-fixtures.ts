/** Services that leak, for the tests of what finds it. */
import type { Sample } from '../../contract/contract.ts';
import type { Finding } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { healthyService, soak } from '../load/steady-fixtures.ts';
import { judgeLeak } from './leak.ts';

export const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/** A service in which these series also grow, by so much a second. */
export function leaking(seed: number, seconds: number, rates: Sample['values']) {
  const healthy = healthyService(seed, seconds);
  return soak({
    seconds,
    values(second) {
      const values = healthy(second);
      for (const [name, rate] of Object.entries(rates)) values[name] = (values[name] ?? 0) + rate * second;
      return values;
    },
  });
}

/** Heap that grows does so in resident memory, too. */
export function heapLeaking(seed: number, seconds: number, mibPerSecond: number) {
  return leaking(seed, seconds, { runtime_heap_mb: mibPerSecond, runtime_sys_mb: mibPerSecond });
}

export function alarmsOf(evidence: Evidence): Finding[] {
  return judgeLeak(evidence).filter(({ status }) => status !== 'healthy');
}

export function isNear(value: number | undefined, planted: number): boolean {
  return value !== undefined && Math.abs(value / planted - 1) <= 0.15;
}
