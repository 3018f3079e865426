/** What a VU does before its first iteration. */
import exec from 'k6/execution';
import type { SetupData } from './border/border.ts';
import { loadStartMs } from './execution.ts';
import { useForms } from './files/looked-at.ts';
import { useRemovalKnown } from './files/removal-known.ts';
import { loadVu } from './load-vu.ts';

/** From now on this VU's operations are part of the load. */
export function begin({ legSeconds, alone, removal }: SetupData<unknown>): void {
  let end = loadStartMs();
  // Not for-of, for which k6 sets up iterators, 5 KiB of each VU.
  for (let leg = 0; leg < legSeconds.length; leg++) {
    end += 1000 * (legSeconds[leg] ?? 0);
    loadVu.legEndsMs[leg] = end;
  }
  loadVu.tags = exec.vu.metrics.tags;
  // What setup() hands on is Go's: k6 makes an object of it at each look.
  if (alone !== undefined) useForms(JSON.parse(JSON.stringify(alone.forms)));
  useRemovalKnown(removal);
}
