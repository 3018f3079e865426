/** What became of an upload that was not answered, or was refused: stored, not stored, or nobody can know. */
import type { Found } from '../store/records/records.ts';
import type { Context } from './context.ts';
import { idOf, isOpen, type Upload } from './journal/standing.ts';
import type { Look } from './stores/look.ts';

/** What a service had just taken when we were killed may come to be a moment later. */
const FRESH_MS = 120_000;
const SETTLE_MS = 2000;

/** Looks up all that are open, and notes what was found. @returns those that nobody can know of */
export async function lookUpOpen(context: Context): Promise<Upload[]> {
  const open = [...context.standing.uploads.values()].filter(isOpen);
  const isFresh = open.some(({ beganAtMs, endedAtMs = beganAtMs }) => Date.now() - endedAtMs < FRESH_MS);
  if (isFresh) await context.pause(SETTLE_MS);
  for (const upload of open)
    await context.log({ found: { n: upload.n, ...(await lookUp(context, upload)) } });
  return open.filter(isOpen);
}

type WhatIs = Omit<Found, 'n'>;

async function lookUp(context: Context, upload: Upload): Promise<WhatIs> {
  const what = await lookUpFile(context, upload);
  const { parts } = context.store;
  if (what.is !== 'not-stored' || parts?.isFor(upload.bytes) !== true) return what;
  const open = await parts.open(upload.name, upload.partsId);
  if (open.is === 'unknown') return unknown(open.said);
  // They may have been put together since it was looked for.
  if (open.is === 'none') return await lookUpFile(context, upload);
  if (upload.partsId === undefined) await context.log({ parts: { n: upload.n, id: open.id } });
  return { is: 'partial', said: 'parts of it are there, and were not put together' };
}

async function lookUpFile(context: Context, upload: Upload): Promise<WhatIs> {
  const known = idOf(upload);
  if (!context.store.ownIds || known !== undefined)
    return await underId(context, upload, known ?? upload.name);
  const listed = await context.store.listed?.(upload.name);
  if (listed === undefined) return unknown('the service gives ids of its own, and no list tells them');
  const theirs = [...context.standing.uploads.values()].flatMap((each) => idOf(each) ?? []);
  const ids = listed.ids.filter((id) => !theirs.includes(id));
  if (ids.length === 0)
    return listed.whole
      ? { is: 'not-stored' }
      : unknown('it is not on the pages of the list that were shown, and there may be more');
  // A name alone proves nothing: whoever has seen it can give it to another file.
  const found: WhatIs[] = [];
  for (const id of ids) found.push({ ...(await underId(context, upload, id)), id });
  const own = found.filter(({ is }) => is === 'stored' || is === 'partial');
  if (own.length === 1 && own[0] !== undefined) return own[0];
  return unknown(
    own.length === 0
      ? `what is listed under its name (${ids.join(', ')}) could not be shown to be of this campaign`
      : `more than one file is as it was sent (${own.map(({ id }) => id).join(', ')})`,
  );
}

async function underId(context: Context, { name, bytes }: Upload, id: string): Promise<WhatIs> {
  const content = context.contentOf(name, bytes);
  const file = { name, id };
  const look = await context.store.look?.(file, content);
  if (look === undefined) return unknown('the target file has no route to read files');
  const shown: Look = look.is === 'partial' ? ((await context.store.read?.(file, content)) ?? look) : look;
  if (shown.is === 'whole') return { is: 'stored' };
  if (shown.is === 'absent') return { is: 'not-stored' };
  return shown.is === 'partial' ? { is: 'partial', said: shown.said } : unknown(shown.said);
}

function unknown(said: string): WhatIs {
  return { is: 'unknown', said };
}
