/** The file service as a VU sees it. Each function of files/ is one operation; its name is the `op` tag. */

export type { StoredFile } from '../../shared/request/stored-file.ts';
export { batchDownload, batchUpload } from './batch.ts';
export { download } from './download.ts';
export { list, listText } from './list.ts';
export { mustHaveKeptOthers } from './others-kept.ts';
export { ownName } from './own-name.ts';
export { ping } from './ping.ts';
export { remove } from './remove.ts';
export { removeOwn } from './remove-own.ts';
export { tryRemoval } from './try-removal.ts';
export { upload } from './upload.ts';

export const OPERATIONS = [
  'ping',
  'upload',
  'list',
  'download',
  'remove',
  'batch_upload',
  'batch_download',
] as const;

/** Whether an operation goes by one of the routes that are needed. */
export function isNeeded(op: string, needs: readonly string[]): boolean {
  return needs.some((need) => op === need || op.startsWith(`${need}_`));
}
