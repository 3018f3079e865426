/** What a profile adds to a finding. */
import type { LikelyCause } from '../../store/records/records.ts';
import type { ProfileFile } from '../pprof/read.ts';

export interface Cause {
  /** What is likely behind the finding, with the functions that did it. */
  cause: string;
  /** What else was seen of it, for those who read on. */
  also?: string[];
  shows?: LikelyCause['shows'];
  /** What to do about it, where the detector says nothing. */
  advice?: string;
  /** The same, where it makes what the detector says wrong. */
  instead?: string;
  /** The profile that shows it, and what it is to be compared with. */
  profile?: ProfileFile;
  base?: ProfileFile;
  /** Another file that shows it. */
  file?: string;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
