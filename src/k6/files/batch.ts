import { mediaTypeOf } from '../../shared/content-shape.ts';
import { MULTIPART_HEADERS, multipartOf } from '../multipart.ts';
import { noteAlone, noteFiles } from '../notes.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { tarFault } from '../tar.ts';
import { bytesCompared } from './compared-bytes.ts';

/** One multipart request with all the files. @returns whether the service acknowledged them. */
export function batchUpload(names: string[], size: number): boolean {
  const { upload: path, field } = routes.batch;
  const body = multipartOf(field, names, size, { contentType: mediaTypeOf(routes.upload) });
  const call = { op: 'batch_upload', method: 'POST', path, body, headers: MULTIPART_HEADERS } as const;
  noteFiles(names);
  if (operate({ ...call, expect: [200, 201] }) !== undefined) return true;
  for (const name of names) noteAlone(name);
  return false;
}

/** Files that the service has acknowledged, all in one tar stream; a sample is compared byte for byte. */
export function batchDownload(names: string[], size: number): void {
  operate({
    op: 'batch_download',
    method: 'POST',
    path: routes.batch.download,
    expect: [200],
    acknowledged: true,
    body: JSON.stringify({ ids: names }),
    headers: { 'Content-Type': 'application/json' },
    ...bytesCompared((archive) => tarFault(archive, names, size)),
  });
}
