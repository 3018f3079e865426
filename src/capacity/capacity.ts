/**
 * A capacity campaign, in this order:
 *
 *   1. see that the service is there, or start it in a box, and note what is known of it
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
import { howEnded } from '../store/how-ended.ts';
import type { CampaignRecord, ServiceExit, Stop } from '../store/records/records.ts';
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
import { findService, type Served, startService } from './serve.ts';
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
  const { target, out, earlier } = order;
  const id = earlier?.campaign.id ?? `capacity-${newRunId(new Date(), randomBytes(2).readUInt16LE())}`;
  // Asked before anything is made.
  const found =
    'baseUrl' in order.at ? await findService(order.at.baseUrl, { target, ...listener }) : order.at;
  const created =
    earlier === undefined ? createRunFolder(out, id) : { path: earlier.folder, removeIfEmpty() {} };
  const folder = created.path;
  const ledger = openLedger({ id, folder });
  try {
    const served =
      'profile' in found
        ? await startService(found, { target, id, folder, ledger, signal: interrupted, ...listener })
        : found;
    try {
      await playServed(order, id, folder, served, interrupted, listener);
    } finally {
      await served.stop();
    }
  } finally {
    ledger.close();
    created.removeIfEmpty();
  }
}

async function playServed(
  order: Order,
  id: string,
  folder: string,
  served: Served,
  interrupted: AbortSignal,
  listener: Listener,
): Promise<void> {
  const { target, earlier } = order;
  const dataFolder = order.config.dataFolder ?? served.dataFolder;
  const campaign =
    earlier === undefined
      ? await newCampaign(order, id, served, dataFolder, interrupted)
      : { ...earlier.campaign, ...atWork() };
  const save = (state: CampaignRecord['state']) => {
    campaign.state = state;
    if (state !== 'running') campaign.finishedAtMs = Date.now();
    writeRecord(join(folder, FILES.campaign), campaign);
  };
  save('running');
  listener.begun(folder);
  if (earlier === undefined && campaign.bucket !== undefined)
    await makeBucket(target, served.baseUrl, campaign.bucket, interrupted);
  const sampling = sampleBox(folder, dataFolder, served.service);
  try {
    await playPlan(order, campaign, folder, { ...served, ...given({ dataFolder }) }, interrupted, listener);
    const after = diskFact(dataFolder);
    if (after !== undefined) campaign.facts.diskAfter = after;
    save('finished');
  } catch (error) {
    save(interrupted.aborted ? 'interrupted' : 'failed');
    throw error;
  } finally {
    await sampling.stop();
  }
}

async function newCampaign(
  { argv, config, target, limits, faults }: Order,
  id: string,
  { baseUrl, facts }: Served,
  dataFolder: string | undefined,
  signal: AbortSignal,
): Promise<CampaignRecord> {
  const { maxTotalBytes, minFreeDisk } = limits;
  const bucket = bucketOf(target);
  const { name, about, file } = target;
  const who = await identity({ target, baseUrl, signal });
  return {
    schema: 'burstbox/campaign/1',
    id,
    prefix: `bb-${randomBytes(8).toString('hex')}-`,
    ...describeOurselves(),
    argv: argv.map(withoutSecrets),
    startedAtMs: Date.now(),
    ...atWork(),
    target: { name, about, baseUrl, ...given({ file }) },
    config,
    limits: { minFreeDisk: minFreeDisk.text, ...given({ maxTotalBytes }) },
    ...given({ bucket }),
    facts: {
      ...(await factsBefore(config, dataFolder, baseUrl + target.health, who)),
      ...facts,
      ...(faults.length === 0 ? {} : { faults }),
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
  { baseUrl, dataFolder, log, exit }: Served,
  signal: AbortSignal,
  { say, pause = pauseIn(signal) }: Listener,
): Promise<void> {
  const { target, plan, limits, cleanupAfter, earlier } = order;
  const { bucket, config } = campaign;
  const journal = await openJournal(join(folder, FILES.journal));
  const standing = earlier === undefined ? newStanding() : readStanding(folder);
  const { idleTimeoutSeconds } = config;
  const { partSizes } = order;
  const store = storeOf({ target, baseUrl, bucket, idleTimeoutSeconds, signal, ...given({ partSizes }) });
  const parts = { campaign, store, standing, signal, say, pause, ...given({ dataFolder }) };
  const context = newContext(parts, journal);
  try {
    if (earlier !== undefined) {
      await context.log({ resumed: { pid: process.pid } });
      sayOpen(context, await lookUpOpen(context));
      await removeCut(context);
    }
    const progress = newProgress(plan, standing, say);
    const disks = await disksOf(baseUrl, folder, dataFolder);
    const serviceLog = openServiceLog(config.log ?? log);
    const stop = await playStages({
      context,
      plan,
      limits,
      disks,
      log: serviceLog,
      progress,
    });
    stop.message += endText(exit());
    say(stop.message);
    await context.log({ stop });
    if (!OURS.includes(stop.kind)) {
      await lookAround(context);
      if (stop.nextBytes !== undefined && stop.kind !== 'file-limit' && stop.kind !== 'gone')
        await giveBack(context, serviceLog, stop.nextBytes);
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

/** ` (the service ended by SIGKILL, for want of memory)`; empty while it lives. */
function endText(exit: ServiceExit | undefined): string {
  if (exit === undefined) return '';
  const why = exit.oomKilled ? ', for want of memory' : '';
  return ` (the service ended ${howEnded(exit.code, exit.signal)}${why})`;
}

/** Without what is not there. */
function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

function sayOpen({ say }: Context, open: { n: number }[]): void {
  if (open.length > 0)
    say(
      `${open.length} of its uploads were not acknowledged, and it cannot be known whether they were stored`,
    );
}
