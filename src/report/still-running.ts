/** That a report was made before its run had come to its end, which a verdict alone does not show. */
import type { RunRecord } from '../store/records/records.ts';

/** Empty for a run that is over. */
export function stillRunning({ state }: Pick<RunRecord, 'state'>): string[] {
  return state === 'running'
    ? [
        'This run was still in progress when the report was written: the verdict covers only what had been played by then.',
      ]
    : [];
}
