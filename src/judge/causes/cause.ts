/** What a profile adds to a finding. */
import type { Evidence } from '../evidence.ts';
import type { ProfileFile } from '../pprof/read.ts';

export interface Cause {
  /** What is likely behind the finding, with the functions that did it. */
  cause: string;
  /** What to do about it, where the detector says nothing. */
  advice?: string;
  /** The same, where it makes what the detector says wrong. */
  instead?: string;
  /** The profile that shows it, and what it is to be compared with. */
  profile?: ProfileFile;
  base?: ProfileFile;
}

/** The command that opens it, from within the run's folder. */
export function openingText(
  { profile, base }: Cause,
  { profile: box, scenario }: Evidence,
): string | undefined {
  if (profile === undefined) return undefined;
  const path = (file: ProfileFile) => `${box.name}/${scenario.name}/${file}`;
  const compared = base === undefined ? '' : ` -diff_base=${path(base)}`;
  return `\`go tool pprof -top${compared} ${path(profile)}\``;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
