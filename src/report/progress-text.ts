/** That a report was made before its run had come to its end, which a verdict alone does not show. */
import type { RunRecord } from '../store/records/records.ts';

/** Empty for a run that is over. */
export function progressText({ state }: Pick<RunRecord, 'state'>): string[] {
  return state === 'running'
    ? [
        'This run was still in progress when this was written: the verdict is that of what had been played by then.',
      ]
    : [];
}
