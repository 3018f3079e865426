/** What a store does once it takes no more: is what it has still there, and does room that is given back become free? */
import { bytesText } from '../../text/bytes.ts';
import { removeOne } from '../clean.ts';
import type { Context } from '../context.ts';
import { isStored, type Upload } from '../journal/standing.ts';
import { diskOf } from '../limits.ts';
import { lookAt, uploadOne } from '../upload.ts';
import { isDiskFull } from './classify.ts';
import type { ServiceLog } from './service-log.ts';

/** The first, the last, and some between. */
const LOOKED_AT = 20;
/** What is no larger is read whole. */
const WHOLE_BYTES = 16 * 1024 * 1024;
const MAX_REMOVED = 3;
/** Stores that free room in the background take a while. */
const PAUSES_MS = [0, 1000, 3000, 6000, 10_000];

/** Notes for some of the files whether they can still be read. */
export async function lookAround(context: Context): Promise<void> {
  const stored = storedOf(context);
  const step = Math.max(1, (stored.length - 1) / (LOOKED_AT - 1));
  const chosen = new Set(
    Array.from({ length: Math.min(LOOKED_AT, stored.length) }, (_, at) => stored[Math.round(at * step)]),
  );
  for (const upload of chosen)
    if (upload !== undefined) await lookAt(context, upload, 'full', upload.bytes <= WHOLE_BYTES);
}

/** Removes up to three of the newest files, until there is room for one more of this size, and sees whether it is taken. */
export async function giveBack(context: Context, log: ServiceLog, bytes: number): Promise<void> {
  if (context.store.remove === undefined) return;
  const removed: Upload[] = [];
  let freed = 0;
  for (const upload of storedOf(context).reverse().slice(0, MAX_REMOVED)) {
    if (freed >= bytes) break;
    const fate = await removeOne(context, upload, false);
    if (fate !== 'removed') {
      const isRefused = typeof fate === 'object';
      const said = isRefused ? fate.stays : 'it was gone already';
      const freeBytes = context.dataFolder === undefined ? undefined : diskOf(context.dataFolder)?.freeBytes;
      const known = { log: log.read(), ...(freeBytes === undefined ? {} : { freeBytes }) };
      const why = isDiskFull(said, known) ? ('disk-full' as const) : ('unknown' as const);
      await context.log({
        recovery: {
          removedFiles: removed.length,
          removedBytes: freed,
          recovered: false,
          said,
          ...(isRefused ? { removalRefused: why } : {}),
        },
      });
      return;
    }
    removed.push(upload);
    freed += upload.bytes;
  }
  const [last] = removed;
  if (last === undefined) return;
  context.say(
    `removed ${removed.length} of its own files (${bytesText(freed)}) to see whether the room becomes free`,
  );
  await tryAgain(
    context,
    { removedFiles: removed.length, removedBytes: freed },
    last.stage,
    Math.min(bytes, freed),
  );
}

async function tryAgain(
  context: Context,
  removed: { removedFiles: number; removedBytes: number },
  stage: number,
  bytes: number,
): Promise<void> {
  const startedMs = performance.now();
  let said: string | undefined;
  for (const ms of PAUSES_MS) {
    await context.pause(ms);
    const afterSeconds = Math.round(performance.now() - startedMs) / 1000;
    const outcome = await uploadOne(context, { stage, index: -1, bytes, alone: true });
    if (outcome.is === 'stored') {
      await context.log({ recovery: { ...removed, recovered: true, afterSeconds } });
      return;
    }
    said = outcome.is === 'dropped' ? 'it was acknowledged and dropped' : outcome.answer.said;
  }
  await context.log({ recovery: { ...removed, recovered: false, ...(said === undefined ? {} : { said }) } });
}

function storedOf({ standing }: Context): Upload[] {
  return [...standing.uploads.values()].filter((upload) => upload.index >= 0 && isStored(upload));
}
