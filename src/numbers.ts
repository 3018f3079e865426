/** Numbers as people read them; an absent one is a dash, never a zero. */

const MIB = 1024 * 1024;

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
