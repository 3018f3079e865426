/**
 * Watches a load until it is over, and ends it early when the service dies, when it is about to be killed for its memory,
 * when the user interrupts, or when the user's own wish for an end has come true (rules in watch/).
 */
import type { Sample } from '../../contract/contract.ts';
import type { Service } from '../../sandbox/sandbox.ts';
import { howEnded } from '../../store/how-ended.ts';
import type { Cause, Outcome, ServiceExit } from '../../store/records/records.ts';
import type { Snapshot } from '../../store/timeline.ts';
import type { Drive, DriveEnd } from '../drive/generator.ts';
import { hasBegun } from '../sample/load.ts';
import type { Ending, Rule } from './rule.ts';
import type { Rules } from './rules.ts';

export interface Watch {
  /** Every sample of the service and every period of the load is to be shown here, as it comes. */
  sample(sample: Sample): void;
  period(period: Snapshot): void;
  /** Settles when the load has ended; never rejects. */
  readonly ended: Promise<DriveEnd>;
}

/**
 * Notes in `outcome` why the load was ended, and the service's own end. The first reason counts, with one exception: a
 * service that dies after a load that had settled was ended, has died all the same.
 */
export function startWatch(
  drive: Drive,
  service: Service | undefined,
  outcome: Outcome,
  interrupted: AbortSignal,
  rules: Rules,
): Watch {
  let over = false;
  const isEnding = () => over || outcome.firstCause !== undefined || outcome.endedEarly !== undefined;
  const endFor = ({ id, message }: Ending | Pick<Cause, 'id' | 'message'>) => {
    if (isEnding()) return;
    const atMs = Date.now();
    if (id === 'settled') outcome.endedEarly = { rule: message, atMs };
    else outcome.firstCause = { id, message, atMs };
    void drive.stop();
  };
  const onInterrupt = () => endFor({ id: 'interrupted', message: 'interrupted by the user' });
  void service?.exited.then((exit) => {
    if (over) return;
    noteDeath(outcome, exit);
    void drive.stop();
  });
  interrupted.addEventListener('abort', onInterrupt);
  if (interrupted.aborted) onInterrupt();
  const clock = loadClock();
  const apply = <Reading extends { t: number }>(each: Rule<Reading>[], reading: Reading) => {
    for (const rule of each) {
      const ending = rule(reading, clock.playedSeconds(reading.t));
      if (ending !== undefined) endFor(ending);
    }
  };
  return {
    sample: (sample) => apply(rules.sample, sample),
    period(period) {
      clock.note(period);
      apply(rules.period, period);
    },
    ended: drive.ended.finally(() => {
      over = true;
      interrupted.removeEventListener('abort', onInterrupt);
    }),
  };
}

/** A death is dated by when it happened, and heard of later: it may be the cause of what was noted before it. */
export function noteDeath(outcome: Outcome, exit: ServiceExit): void {
  outcome.serviceExit = exit;
  if (outcome.firstCause === undefined || exit.atMs < outcome.firstCause.atMs)
    outcome.firstCause = deathOf(exit);
}

/** Counts from the end of the load's first period: what was played is rather taken for too little than for too much. */
export function loadClock() {
  let startMs: number | undefined;
  return {
    note(period: Snapshot) {
      if (hasBegun(period)) startMs ??= period.t;
    },
    playedSeconds: (t: number) => (startMs === undefined ? 0 : Math.max(0, (t - startMs) / 1000)),
  };
}

function deathOf({ code, signal, oomKilled, atMs }: ServiceExit): Cause {
  if (oomKilled)
    return {
      id: 'target-oom-killed',
      message: 'the kernel OOM-killed the service: it needed more memory than the box has',
      atMs,
    };
  return { id: 'target-exited', message: `the service ended ${howEnded(code, signal)} under load`, atMs };
}
