/** Numbers as people read them; an absent one is a dash, never a zero. */
import type { LoadModel } from '../contract/contract.ts';

/** Bytes. */
export const MIB = 1024 * 1024;

export function msText(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
}

export function percentText(ratio: number | undefined): string {
  if (ratio === undefined) return '–';
  return `${(ratio * 100).toFixed(ratio > 0 && ratio < 0.1 ? 2 : 0)} %`;
}

export function mibText(bytes: number | undefined): string {
  return bytes === undefined ? '–' : `${Math.round(bytes / MIB)} MiB`;
}

/** Of a rate: `0.5`, `2,310`. */
export function perSecondText(value: number | undefined): string {
  if (value === undefined) return '–';
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** CPUs in use between two readings of a counter: `0.87`. */
export function cpuText(
  now: { t: number; seconds: number | undefined },
  before: { t: number; seconds: number | undefined } | undefined,
): string {
  if (now.seconds === undefined || before?.seconds === undefined || now.t <= before.t) return '–';
  return (((now.seconds - before.seconds) * 1000) / (now.t - before.t)).toFixed(2);
}

/** `42 s`, `3:07`, `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** A moment, counted from a begin: `0:12`, `1:02:03`. */
export function momentText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? `0:${String(whole).padStart(2, '0')}` : clockText(whole);
}

/** A number of any size as far as it matters: `583`, `2.33`, `0.75`. */
export function roundedText(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** `1 download`, `3 downloads`. */
export function countedText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Levels of a load: `200 VUs`, `50, 100 arrivals/s`. */
export function levelText(levels: number | number[], model: LoadModel): string {
  return `${[levels].flat().join(', ')} ${LEVEL_UNIT[model]}`;
}

const LEVEL_UNIT: Record<LoadModel, string> = { closed: 'VUs', open: 'arrivals/s' };
