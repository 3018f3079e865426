/** What a scenario in a repository of the user's own may use: `import … from 'burstbox/k6'`. */
export type {
  Leg,
  Limit,
  LoadModel,
  Need,
  Scenario,
  ShapeLeg,
  ThroughputMark,
} from '../contract/contract.ts';
export { ERROR_RATE, errorRate, OPERATION_MARKS, p95, responseP95 } from '../shared/load/limits.ts';
// A compiler that writes declarations must be able to name what `k6Program` returns.
export type { SetupData } from './border/border.ts';
export type { SummaryData } from './border/summary.ts';
export {
  batchDownload,
  batchUpload,
  download,
  list,
  ownName,
  ping,
  remove,
  removeOwn,
  type StoredFile,
  upload,
} from './files/files.ts';
export { counterOf } from './metrics.ts';
export { operate } from './operation.ts';
export { k6Program, turnName, type Work } from './program.ts';
export type { Call, Reply } from './send.ts';
