/** One file of a campaign: noted, sent, noted, looked at. */
import { createHash, randomBytes } from 'node:crypto';
import { BurstboxError } from '../errors.ts';
import type { LookAt } from '../store/records/records.ts';
import type { Content } from './content/content.ts';
import type { Context } from './context.ts';
import { idOf, newUpload, type Upload } from './journal/standing.ts';
import type { Look } from './stores/look.ts';
import type { PutAnswer } from './stores/store.ts';

export interface Wanted {
  stage: number;
  /** Which file of the stage; -1: none of the plan, a trial. */
  index: number;
  bytes: number;
  /** No other is sent at the same time. */
  alone: boolean;
}

/** `dropped`: it was acknowledged, and is not there, or not as it was sent. */
export type Outcome =
  | { is: 'stored'; upload: Upload }
  | { is: 'failed'; answer: PutAnswer }
  | { is: 'dropped'; answer: PutAnswer; look: Look };

export const USUAL_READ_BACK = 0.02;
/** A store that takes a moment until all of it knows of a file is no liar. */
const SECOND_LOOK_MS = 2000;
const ENDING = '.bin';
/** Whoever has seen the names of some files must not know that of the next: a file that is put there would be overwritten. */
const RANDOM_BYTES = 6;

/** @throws BurstboxError when interrupted, when the journal cannot be written, and when the target file does not fit the service */
export async function uploadOne(context: Context, { stage, index, bytes, alone }: Wanted): Promise<Outcome> {
  const { campaign, standing, store, contentOf } = context;
  const n = standing.uploads.size;
  const name = `${campaign.prefix}${n}-${randomBytes(RANDOM_BYTES).toString('hex')}${ENDING}`;
  // At once, so that no other takes its number.
  const begin = { n, stage, index, name, bytes, ...(alone ? { alone } : {}) };
  standing.uploads.set(n, newUpload(begin, Date.now()));
  await context.log({ begin });
  const content = contentOf(name, bytes);
  const answer = await store.put(content, (id) => context.log({ parts: { n, id } }));
  const { status, ms, sentBytes, id, said } = answer;
  await context.log({
    end: {
      n,
      is: answer.stored ? 'stored' : status === 0 ? 'unanswered' : 'refused',
      status,
      ms: Math.round(ms * 1000) / 1000,
      sentBytes,
      ...(id === undefined ? {} : { id }),
      ...(said === undefined ? {} : { said }),
    },
  });
  if (!answer.stored) return { is: 'failed', answer };
  const upload = standing.uploads.get(n);
  if (upload === undefined) throw new Error(`upload ${n} is not in the standing`);
  if (id === undefined)
    throw new BurstboxError(
      'target',
      `the service answered ${status} without an id of the file where routes.upload.id of the target file says; correct it, or nothing could be found again`,
    );
  const look = await check(context, upload, content);
  if (look !== undefined && look.is !== 'whole' && look.is !== 'unreadable')
    return { is: 'dropped', answer, look };
  if (isReadBack(context, name)) await lookAt(context, upload, 'read', true);
  return { is: 'stored', upload };
}

/** Right after its upload. */
async function check(context: Context, upload: Upload, content: Content): Promise<Look | undefined> {
  const first = await lookAt(context, upload, 'check', false, content);
  if (first === undefined || first.is === 'whole') return first;
  await context.pause(SECOND_LOOK_MS);
  return await lookAt(context, upload, 'check', false, content);
}

/** @param whole reads all of it, else its end. Undefined where the store cannot be read */
export async function lookAt(
  { store, contentOf, log }: Context,
  upload: Upload,
  when: LookAt['when'],
  whole: boolean,
  content = contentOf(upload.name, upload.bytes),
): Promise<Look | undefined> {
  const file = { name: upload.name, id: idOf(upload) ?? upload.name };
  const look = await (whole ? store.read : store.look)?.(file, content);
  if (look === undefined) return undefined;
  await log({
    look: {
      n: upload.n,
      when,
      is: look.is,
      ...('said' in look ? { said: look.said } : { ms: look.ms, bytes: look.bytes }),
    },
  });
  return look;
}

/** The same files for the same campaign. */
function isReadBack({ campaign }: Context, name: string): boolean {
  const { readBack = USUAL_READ_BACK } = campaign.config;
  return createHash('sha256').update(`read ${name}`).digest().readUInt32LE(0) / 2 ** 32 < readBack;
}
