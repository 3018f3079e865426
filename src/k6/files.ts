/** The file service as a VU sees it. Each function of files/ is one operation; its name is the `op` tag. */
export { batchDownload, batchUpload } from './files/batch.ts';
export { download } from './files/download.ts';
export { list, listText } from './files/list.ts';
export { ownName } from './files/own-name.ts';
export { ping } from './files/ping.ts';
export { remove } from './files/remove.ts';
export { removeOwn } from './files/remove-own.ts';
export type { StoredFile } from './files/stored-file.ts';
export { upload } from './files/upload.ts';

export const OPERATIONS = [
  'ping',
  'upload',
  'list',
  'download',
  'remove',
  'batch_upload',
  'batch_download',
] as const;
