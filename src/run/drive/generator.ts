/** What makes a load. k6 is one (k6.ts), the fake of the tests another; play and pipeline know no more than this. */
import type { Sample } from '../../contract/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Cause, Outcome, RunRecord, ScenarioPlan } from '../../store/records/records.ts';
import type { LabelledValues } from '../export/points.ts';

export interface Generator {
  /** In messages. */
  readonly name: string;
  /** For run.json. */
  readonly program: RunRecord['k6'];
  /**
   * Begins a load. While it goes on the generator appends what it measures to timeline.ndjson of the folder, period by
   * period (store/timeline.ts); at the end it writes summary.json. What it stores on the service is noted in stored.ndjson.
   * @throws BurstboxError when it cannot begin
   */
  start(order: LoadOrder, ledger: Ledger): Promise<Drive>;
}

export interface LoadOrder {
  scenario: ScenarioPlan;
  /** Of the scenario's results. */
  folder: string;
  /** By their SCRIPT_ENV name, the base URL of the service among them. May hold secrets. */
  parameters: Record<string, string>;
  /** Measures also each operation alone, in twice the bytes: `http_reqs{op:upload}`. */
  byOperation: boolean;
  /** Free port on 127.0.0.1 for a live page of the generator's own; absent when none is wanted. */
  dashboardPort?: number;
  /** Figures that leave while the load goes on: what takes them, and the tags of those that the generator sends by itself. */
  exported?: { tags: Record<string, string>; send?: (figures: LabelledValues[]) => void };
}

export interface Drive {
  /** The generator's own health, one reading: `k6_*`; what cannot be read is absent. Never throws. */
  stats(): Sample['values'];
  /** Settles when the load has ended and its files are written; never rejects. */
  readonly ended: Promise<DriveEnd>;
  /** Asks it to stop and still write its summary; ends it when it does not. Settles when it has ended. May be called twice. */
  stop(): Promise<void>;
}

export interface DriveEnd {
  exit: NonNullable<Outcome['k6']>;
  /** Set when the load did not end by itself and we had not asked for it. */
  cause?: Cause;
}

/** A load that has not ended in time is stopped, and that is why it ended. */
export function bounded(drive: Drive, deadlineMs: number, name: string): Drive {
  let cause: Cause | undefined;
  const timer = setTimeout(() => {
    cause = {
      id: 'generator-timeout',
      message: `${name} did not end in time and was stopped`,
      atMs: Date.now(),
    };
    void drive.stop();
  }, deadlineMs);
  const ended = drive.ended.then((end) => {
    clearTimeout(timer);
    return cause === undefined ? end : { ...end, cause };
  });
  return { ...drive, ended };
}
