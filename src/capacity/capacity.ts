/**
 * A capacity campaign, in this order:
 *
 *   1. see that the service is there, and note what is known of it
 *   2. of one that goes on: look up what was under way when it ended
 *   3. store the plan, stage by stage, until it is done or the service takes no more; beside it sample the box
 *   4. where it took no more: is what it has still there, and does room that is given back become free?
 *   5. look up what was refused or not answered; with --cleanup-after remove all that was stored
 *   6. write summary and report
 *
 * The journal is on the disk before and after each file, so that all of this can go on after a crash at any moment.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { tallyLines } from '../cleanup/words.ts';
import { startTicks } from '../ledger/identity.ts';
import { openLedger } from '../ledger/ledger.ts';
import { describeOurselves, withoutSecrets } from '../run/describe-run.ts';
import { runningStage } from '../sandbox/prepare/running-stage.ts';
import { checkThere } from '../sandbox/ready.ts';
import type { CampaignRecord, Stop } from '../store/records/records.ts';
import { createRunFolder, FILES, newRunId, writeRecord } from '../store/store.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { openServiceLog } from './ceiling/service-log.ts';
import { giveBack, lookAround } from './ceiling/when-full.ts';
import { cleanCampaign, removeCut } from './clean.ts';
import { type Context, newContext, pauseIn } from './context.ts';
import { diskFact, factsBefore } from './facts.ts';
import { openJournal } from './journal/journal.ts';
import { newStanding, readStanding } from './journal/standing.ts';
import { disksOf } from './limits.ts';
import { lookUpOpen } from './lookup.ts';
import { bucketOf, identity, makeBucket, type Place, removeBucket, storeOf } from './open-store.ts';
import { newProgress } from './progress.ts';
import { sampleBox } from './sample-box.ts';
import { playStages } from './stages.ts';

export interface Order extends CampaignOptions, Pick<Place, 'partSizes'> {
  argv: string[];
}

/** Stops that are the service's: it has met its end. */
const OURS: Stop['kind'][] = ['plan', 'limit'];

/** Who is told what happens. */
export interface Listener {
  say(line: string): void;
  /** The folder of its results is there. */
  begun(folder: string): void;
  /** Between two tries; ends early when interrupted. Absent: as long as it is said. */
  pause?(ms: number): Promise<void>;
}

/** @throws BurstboxError when it cannot begin or go on; what was done is in the journal */
export async function runCampaign(order: Order, interrupted: AbortSignal, listener: Listener): Promise<void> {
  const { target, baseUrl, out, earlier } = order;
  const { say, begun } = listener;
  await checkThere(baseUrl + target.health);
  const id = earlier?.campaign.id ?? `capacity-${newRunId(new Date(), randomBytes(2).readUInt16LE())}`;
  const created =
    earlier === undefined ? createRunFolder(out, id) : { path: earlier.folder, removeIfEmpty() {} };
  const folder = created.path;
  const ledger = openLedger({ id, folder });
  try {
    const stage = await runningStage(baseUrl, {}, say);
    const campaign =
      earlier === undefined
        ? await newCampaign(order, id, stage, interrupted)
        : { ...earlier.campaign, ...atWork() };
    const save = (state: CampaignRecord['state']) => {
      campaign.state = state;
      if (state !== 'running') campaign.finishedAtMs = Date.now();
      writeRecord(join(folder, FILES.campaign), campaign);
    };
    save('running');
    begun(folder);
    if (earlier === undefined && campaign.bucket !== undefined)
      await makeBucket(target, baseUrl, campaign.bucket, interrupted);
    const service = await stage.attach?.();
    const sampling = sampleBox(folder, campaign.config.dataFolder, service);
    try {
      await playPlan(order, campaign, folder, interrupted, listener);
      const after = diskFact(campaign.config.dataFolder);
      if (after !== undefined) campaign.facts.diskAfter = after;
      save('finished');
    } catch (error) {
      save(interrupted.aborted ? 'interrupted' : 'failed');
      throw error;
    } finally {
      await sampling.stop();
      await service?.stop(0);
    }
  } finally {
    ledger.close();
    created.removeIfEmpty();
  }
}

async function newCampaign(
  { argv, config, target, baseUrl, limits }: Order,
  id: string,
  { watched, unwatched }: Awaited<ReturnType<typeof runningStage>>,
  signal: AbortSignal,
): Promise<CampaignRecord> {
  const { maxTotalBytes, minFreeDisk } = limits;
  const bucket = bucketOf(target);
  const { name, about, file } = target;
  return {
    schema: 'burstbox/campaign/1',
    id,
    prefix: `bb-${randomBytes(8).toString('hex')}-`,
    ...describeOurselves(),
    argv: argv.map(withoutSecrets),
    startedAtMs: Date.now(),
    ...atWork(),
    target: { name, about, baseUrl, ...(file === undefined ? {} : { file }) },
    config,
    limits: { minFreeDisk: minFreeDisk.text, ...(maxTotalBytes === undefined ? {} : { maxTotalBytes }) },
    ...(bucket === undefined ? {} : { bucket }),
    facts: {
      ...(await factsBefore(config, baseUrl + target.health, await identity({ target, baseUrl, signal }))),
      ...(watched === undefined ? {} : { watched }),
      ...(unwatched === undefined ? {} : { unwatched }),
    },
  };
}

function atWork(): Pick<CampaignRecord, 'state' | 'owner'> {
  const owner = { pid: process.pid, startTicks: startTicks(process.pid) ?? 0, host: hostname() };
  return { state: 'running', owner };
}

/** Steps 2 to 5. */
async function playPlan(
  order: Order,
  campaign: CampaignRecord,
  folder: string,
  signal: AbortSignal,
  { say, pause = pauseIn(signal) }: Listener,
): Promise<void> {
  const { target, baseUrl, plan, limits, cleanupAfter, earlier } = order;
  const { bucket, config } = campaign;
  const journal = await openJournal(join(folder, FILES.journal));
  const standing = earlier === undefined ? newStanding() : readStanding(folder);
  const { idleTimeoutSeconds } = config;
  const store = storeOf({
    target,
    baseUrl,
    bucket,
    idleTimeoutSeconds,
    signal,
    ...(order.partSizes === undefined ? {} : { partSizes: order.partSizes }),
  });
  const context = newContext({ campaign, store, standing, signal, say, pause }, journal);
  try {
    if (earlier !== undefined) {
      await context.log({ resumed: { pid: process.pid } });
      sayOpen(context, await lookUpOpen(context));
      await removeCut(context);
    }
    const progress = newProgress(plan, standing, say);
    const disks = await disksOf(baseUrl, folder, config.dataFolder);
    const stop = await playStages({
      context,
      plan,
      limits,
      disks,
      log: openServiceLog(config.log),
      progress,
    });
    say(stop.message);
    await context.log({ stop });
    if (!OURS.includes(stop.kind)) {
      await lookAround(context);
      if (stop.nextBytes !== undefined && stop.kind !== 'file-limit' && stop.kind !== 'gone')
        await giveBack(context, stop.nextBytes);
    }
    sayOpen(context, await lookUpOpen(context));
    await removeCut(context);
    if (!cleanupAfter) return;
    for (const line of tallyLines(await cleanCampaign(context, false), false)) say(line);
    const stays = bucket === undefined ? undefined : await removeBucket(target, baseUrl, bucket, signal);
    if (stays !== undefined) say(stays);
  } finally {
    await journal.close();
  }
}

function sayOpen({ say }: Context, open: { n: number }[]): void {
  if (open.length > 0)
    say(
      `${open.length} of its uploads were not acknowledged, and it cannot be known whether they were stored`,
    );
}
