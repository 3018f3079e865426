/** A file was not stored. Is that how it is from now on, or did it only happen? Alone and in turn, until it is certain. */
import type { Stop, StopKind } from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import type { Context } from '../context.ts';
import { diskOf } from '../limits.ts';
import { type Outcome, uploadOne, type Wanted } from '../upload.ts';
import { kindOf, kindText } from './classify.ts';
import type { ServiceLog } from './service-log.ts';

/** `passing`: the same file was then taken. `file-limit`: no file so large ever is; others are. */
export type Confirmed = { is: 'passing' } | { is: 'file-limit'; said: string } | { is: 'stop'; stop: Stop };
export type Failed = Exclude<Outcome, { is: 'stored' }>;

/** Before each further try. Who says that there is no room is asked less often than who says nothing. */
const TOLD_PAUSES_MS = [500, 1000];
const UNTOLD_PAUSES_MS = [1000, 2000, 4000, 8000];
const TOLD: StopKind[] = ['quota', 'disk-full', 'drops', 'file-limit', 'refused'];
const SMALL_BYTES = 1024;

export interface Trouble {
  wanted: Wanted;
  failed: Failed;
  /** Bytes of the largest file that was stored. */
  largest: number;
}

export async function confirm(
  context: Context,
  log: ServiceLog,
  { wanted, failed, largest }: Trouble,
): Promise<Confirmed> {
  let last = failed;
  const kind = () => kindNow(context, log, last, wanted.bytes, largest);
  const pauses = TOLD.includes(kind()) ? TOLD_PAUSES_MS : UNTOLD_PAUSES_MS;
  for (const ms of pauses) {
    await context.pause(ms);
    const again = await uploadOne(context, { ...wanted, alone: true });
    if (again.is === 'stored') return { is: 'passing' };
    last = again;
  }
  const found = kind();
  const said = last.is === 'dropped' ? last.look : last.answer;
  const words = 'said' in said && said.said !== undefined ? ` (${said.said})` : '';
  if (found === 'file-limit' && (await takesSmall(context, wanted))) return { is: 'file-limit', said: words };
  const small = wanted.bytes > SMALL_BYTES ? await takesSmall(context, wanted) : undefined;
  const { status } = last.answer;
  const tries = pauses.length + 1;
  return {
    is: 'stop',
    stop: {
      kind: found,
      message: `${kindText(found)}: a file of ${bytesText(wanted.bytes)} was not stored in ${tries} tries${words}`,
      nextBytes: wanted.bytes,
      status,
      ...(small === undefined ? {} : { takesSmall: small }),
    },
  };
}

function kindNow(
  { dataFolder }: Context,
  log: ServiceLog,
  last: Failed,
  nextBytes: number,
  largest: number,
): StopKind {
  if (last.is === 'dropped') return 'drops';
  const freeBytes = dataFolder === undefined ? undefined : diskOf(dataFolder)?.freeBytes;
  return kindOf(last.answer, {
    fitted: nextBytes <= largest,
    log: log.read(),
    nextBytes,
    ...(freeBytes === undefined ? {} : { freeBytes }),
  });
}

async function takesSmall(context: Context, { stage }: Wanted): Promise<boolean> {
  const trial = await uploadOne(context, { stage, index: -1, bytes: SMALL_BYTES, alone: true });
  return trial.is === 'stored';
}
