/** Plays the stages of a plan, one after the other, until it is done or there is a reason to stop. */
import { BurstboxError } from '../errors.ts';
import type { Stop } from '../store/records/records.ts';
import { bytesText } from '../text/bytes.ts';
import { kindText } from './ceiling/classify.ts';
import { confirm, type Failed } from './ceiling/confirm.ts';
import type { ServiceLog } from './ceiling/service-log.ts';
import type { CapacityPlan, PlannedStage } from './config/plan.ts';
import type { Context } from './context.ts';
import { wasStored } from './journal/standing.ts';
import { type StorageLimits, whyNoMore } from './limits.ts';
import type { Progress } from './progress.ts';
import { uploadOne, type Wanted } from './upload.ts';

export interface Play {
  context: Context;
  plan: CapacityPlan;
  limits: StorageLimits;
  /** Folders on the disks that what is stored may come to lie on. */
  disks: readonly string[];
  log: ServiceLog;
  progress: Progress;
}

/** With more that failed and were then taken, something is wrong that has nothing to do with room. */
const MAX_PASSING = 20;
const MAX_PASSING_SHARE = 0.05;

/** @returns why no more was stored */
export async function playStages(play: Play): Promise<Stop> {
  const { context, plan } = play;
  const { pauseSeconds = 0 } = context.campaign.config;
  const course: Course = { tooLarge: Number.POSITIVE_INFINITY, tooLargeSaid: '', careful: false, passing: 0 };
  for (const [at, stage] of plan.stages.entries()) {
    if (at > 0 && pauseSeconds > 0) await context.pause(pauseSeconds * 1000);
    const stop = await playStage(play, stage, course);
    if (stop !== undefined) return stop;
  }
  if (course.tooLarge < Number.POSITIVE_INFINITY)
    return {
      kind: 'file-limit',
      message: `${kindText('file-limit')}: ${bytesText(course.tooLarge)} and more were refused${course.tooLargeSaid}; all smaller files of the plan are stored`,
      nextBytes: course.tooLarge,
    };
  return { kind: 'plan', message: kindText('plan') };
}

/** What was learned on the way. */
interface Course {
  /** The smallest file that the service takes for too large. */
  tooLarge: number;
  tooLargeSaid: string;
  /** One file at a time: uploads side by side may take the last room from one another. */
  careful: boolean;
  /** Files that failed, and were taken when they were sent again. */
  passing: number;
}

async function playStage(play: Play, stage: PlannedStage, course: Course): Promise<Stop | undefined> {
  const { context, progress } = play;
  const done = new Set<number>();
  for (const upload of context.standing.uploads.values())
    if (upload.stage === stage.stage && upload.index >= 0 && wasStored(upload)) done.add(upload.index);
  const waiting = Array.from({ length: stage.count }, (_, index) => index).filter(
    (index) => !done.has(index),
  );
  waiting.reverse();
  while (waiting.length > 0) {
    const round: Round = {};
    const lanes = course.careful ? 1 : Math.min(stage.concurrency, waiting.length);
    const lane = () => playLane(play, stage, course, waiting, round, lanes === 1);
    await settled(Array.from({ length: lanes }, lane));
    if (context.signal.aborted) throw new BurstboxError('interrupted', 'stopped');
    if (round.failed !== undefined && round.wanted !== undefined) {
      const { failed, wanted } = round;
      context.say(`a file of ${bytesText(wanted.bytes)} was not stored (${saidOf(failed)}); trying again`);
      const confirmed = await confirm(context, play.log, { failed, wanted, largest: progress.largest() });
      if (confirmed.is === 'stop') return confirmed.stop;
      if (confirmed.is === 'file-limit') {
        course.tooLarge = Math.min(course.tooLarge, wanted.bytes);
        course.tooLargeSaid = confirmed.said;
        waiting.push(wanted.index);
        continue;
      }
      course.careful = true;
      course.passing++;
      progress.stored(wanted.bytes);
      const { size: all } = context.standing.uploads;
      if (course.passing > MAX_PASSING && course.passing > MAX_PASSING_SHARE * all)
        return {
          kind: 'errors',
          message: `${course.passing} of ${all} uploads failed and were taken when they were sent again (${saidOf(failed)}): that is not for want of room`,
        };
      continue;
    }
    if (round.limit !== undefined) return { kind: 'limit', message: round.limit };
  }
  return undefined;
}

/** What ended the lanes of a stage before its end. */
interface Round {
  failed?: Failed;
  wanted?: Wanted;
  limit?: string;
}

async function playLane(
  { context, limits, disks, progress }: Play,
  { stage, sizeOf }: PlannedStage,
  { tooLarge }: Course,
  waiting: number[],
  round: Round,
  alone: boolean,
): Promise<void> {
  while (round.failed === undefined && round.limit === undefined && !context.signal.aborted) {
    const index = waiting.pop();
    if (index === undefined) return;
    const bytes = sizeOf(index);
    if (bytes >= tooLarge) continue;
    const limit = whyNoMore(limits, disks, progress.bytes(), bytes + progress.inFlight());
    if (limit !== undefined) {
      waiting.push(index);
      round.limit ??= limit;
      return;
    }
    progress.begins(bytes);
    const wanted = { stage, index, bytes, alone };
    const outcome = await uploadOne(context, wanted).catch((error) => {
      progress.ends(bytes);
      throw error;
    });
    // Both at once: in between, another lane would not see it and store more than it may.
    progress.ends(bytes);
    if (outcome.is === 'stored') progress.stored(bytes);
    else if (round.failed === undefined) Object.assign(round, { failed: outcome, wanted });
    else waiting.push(index);
  }
}

/** All must have ended before the first error is thrown: none may go on alone. */
async function settled(lanes: Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

function saidOf(failed: Failed): string {
  if (failed.is === 'dropped')
    return `acknowledged, but ${'said' in failed.look ? failed.look.said : failed.look.is}`;
  return failed.answer.said ?? `status ${failed.answer.status}`;
}
