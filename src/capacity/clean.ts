/**
 * Removes what a campaign stored, by what its journal says, and nothing else. Each file is shown to be the campaign's own
 * before it goes: an id may have been given to another file since, and a name taken by one.
 */

import { type Tally, tallyOf } from '../cleanup/tally.ts';
import { BurstboxError } from '../errors.ts';
import type { Fate } from '../suites/leavings.ts';
import type { Context } from './context.ts';
import { idOf, type Upload } from './journal/standing.ts';
import { lookUpOpen } from './lookup.ts';

/** Beside what else uses the service. */
const AT_ONCE = 8;

/** May be called again. @param dryRun looks, and removes nothing */
export async function cleanCampaign(context: Context, dryRun: boolean): Promise<Tally> {
  await lookUpOpen(context);
  const there = [...context.standing.uploads.values()].filter(({ gone }) => !gone).values();
  const fates: Fate[] = [];
  const lane = async () => {
    for (const upload of there) fates.push(await removeOne(context, upload, dryRun));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return tallyOf(fates);
}

/** Removes what came only in part: it is no file of the plan, and takes room that those have a right to. */
export async function removeCut(context: Context): Promise<void> {
  for (const upload of context.standing.uploads.values())
    if (upload.found?.is === 'partial' && !upload.gone) await removeOne(context, upload, false);
}

/** @returns what became of it; one that is gone is noted as such */
export async function removeOne(context: Context, upload: Upload, dryRun: boolean): Promise<Fate> {
  const { store, signal, log } = context;
  if (signal.aborted)
    throw new BurstboxError('interrupted', 'stopped; repeat the command to remove the rest');
  const { found, n, name } = upload;
  if (found?.is === 'not-stored') return 'gone';
  if (found?.is === 'partial') {
    const fate = await giveUpParts(context, upload, dryRun);
    if (fate !== undefined) return fate;
  }
  if (found?.is === 'unknown') return { stays: found.said ?? 'it is not known whether it was stored' };
  if (store.remove === undefined) return { stays: 'the target file has no route to remove files' };
  const id = idOf(upload) ?? (store.ownIds ? undefined : name);
  if (id === undefined) return { stays: 'the service gave it no id' };
  const shown = await isOurs(context, upload, id);
  if (shown !== 'ours') {
    if (shown === 'gone') await log({ gone: { n } });
    return shown;
  }
  if (dryRun) return 'removed';
  const removed = await store.remove({ name, id });
  if (typeof removed === 'object') return removed;
  if ((await store.look?.({ name, id }, context.contentOf(name, upload.bytes)))?.is === 'whole')
    return { stays: 'the service says that it removed it, but still has it' };
  await log({ gone: { n } });
  return removed;
}

/** @returns undefined when there are none */
async function giveUpParts(
  { store: { parts }, log }: Context,
  { n, name, bytes, partsId }: Upload,
  dryRun: boolean,
): Promise<Fate | undefined> {
  if (partsId === undefined || parts?.isFor(bytes) !== true) return undefined;
  const open = await parts.open(name, partsId);
  if (open.is === 'none') return undefined;
  if (open.is === 'unknown') return { stays: open.said };
  if (dryRun) return 'removed';
  const stays = await parts.giveUp(name, partsId);
  if (stays !== undefined) return { stays };
  await log({ gone: { n } });
  return 'removed';
}

async function isOurs(
  { store, contentOf }: Context,
  { name, bytes }: Upload,
  id: string,
): Promise<'ours' | Fate> {
  if (store.look === undefined) return 'ours';
  const content = contentOf(name, bytes);
  const file = { name, id };
  const look = await store.look(file, content);
  const shown = look.is === 'partial' ? ((await store.read?.(file, content)) ?? look) : look;
  if (shown.is === 'whole' || shown.is === 'partial') return 'ours';
  if (shown.is === 'absent') return 'gone';
  return { stays: `it could not be shown to be of this campaign: ${shown.said}` };
}
