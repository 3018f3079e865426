import { accountLimit } from './account-limit.ts';
import { balloon } from './balloon.ts';
import { blockLoop } from './block-loop.ts';
import { capacity } from './capacity.ts';
import { catalogConnectionLeak } from './catalog-connection-leak.ts';
import { checkThenWrite } from './check-then-write.ts';
import { clock } from './clock.ts';
import { coarseVersion } from './coarse-version.ts';
import { connectionLeak } from './connection-leak.ts';
import { corrupt } from './corrupt.ts';
import { crash } from './crash.ts';
import { diskFull } from './disk-full.ts';
import { earlyErrors } from './early-errors.ts';
import { errorIn200 } from './error-in-200.ts';
import { errors5xx } from './errors-5xx.ts';
import type { Fault } from './fault.ts';
import { fdLeak } from './fd-leak.ts';
import { forgetInvalidate } from './forget-invalidate.ts';
import { gcPressure } from './gc-pressure.ts';
import { handleLeak } from './handle-leak.ts';
import { hang } from './hang.ts';
import { heapLeak } from './heap-leak.ts';
import { listForgets } from './list-forgets.ts';
import { listStale } from './list-stale.ts';
import { listTwice } from './list-twice.ts';
import { lock } from './lock.ts';
import { lostFile } from './lost-file.ts';
import { lostUpdate } from './lost-update.ts';
import { mappedFile } from './mapped-file.ts';
import { metastable } from './metastable.ts';
import { noRecovery } from './no-recovery.ts';
import { outage } from './outage.ts';
import { pageCache } from './page-cache.ts';
import { phantomAck } from './phantom-ack.ts';
import { quota } from './quota.ts';
import { rateLimit } from './rate-limit.ts';
import { regex } from './regex.ts';
import { slow } from './slow.ts';
import { slowCreep } from './slow-creep.ts';
import { slowIndex } from './slow-index.ts';
import { slowSome } from './slow-some.ts';
import { slowStart } from './slow-start.ts';
import { staleCache } from './stale-cache.ts';
import { tokenExpiry } from './token-expiry.ts';
import { truncate } from './truncate.ts';
import { unboundedCache } from './unbounded-cache.ts';
import { versionBack } from './version-back.ts';
import { warmUp } from './warm-up.ts';
import { weakEtag } from './weak-etag.ts';
import { workerDies } from './worker-dies.ts';
import { wrongLength } from './wrong-length.ts';
/** Every fault; `list` shows them in this order: what is kept, what is slow, what fails, what is wrong. */
export const FAULTS: readonly Fault[] = [
  heapLeak,
  handleLeak,
  fdLeak,
  connectionLeak,
  catalogConnectionLeak,
  unboundedCache,
  balloon,
  pageCache,
  mappedFile,
  gcPressure,
  slow,
  slowIndex,
  slowCreep,
  slowSome,
  slowStart,
  warmUp,
  lock,
  regex,
  blockLoop,
  capacity,
  noRecovery,
  metastable,
  errors5xx,
  earlyErrors,
  outage,
  errorIn200,
  rateLimit,
  tokenExpiry,
  hang,
  crash,
  workerDies,
  diskFull,
  quota,
  accountLimit,
  clock,
  corrupt,
  truncate,
  wrongLength,
  lostFile,
  listForgets,
  listStale,
  listTwice,
  lostUpdate,
  checkThenWrite,
  coarseVersion,
  weakEtag,
  staleCache,
  forgetInvalidate,
  versionBack,
  phantomAck,
];
