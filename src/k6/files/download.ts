import type { ErrorKind } from '../../contract/contract.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { sizeOf } from '../content/content.ts';
import { contentFault } from '../content/content-fault.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import type { Call, Reply } from '../send.ts';
import { noteBytes } from './bytes-moved.ts';
import { bytesCompared } from './compared-bytes.ts';
import { errorIn } from './looked-at.ts';

const DOWNLOAD: Call = { op: 'download', ...endpointOf(routes.download, { method: 'GET', expect: [200] }) };
const pathOf = pathTo(DOWNLOAD.path);
/** What is being downloaded. */
let wanted = { name: '', size: 0 };
const next = bytesCompared(
  DOWNLOAD,
  (bytes, reply) =>
    errorIn('download', reply) ?? contentFault(new Uint8Array(bytes), wanted.name, wanted.size),
  (reply) => errorIn('download', reply) ?? lengthFault(reply, wanted.size),
);

/**
 * Downloads a file with the content that its name stands for; a sample is compared byte for byte, the others by their
 * length.
 * @param acknowledged the service has said that it has the file
 * @returns whether it came, as far as was compared.
 * @throws when no file can have this size
 */
export function download(file: StoredFile, wantedSize: number, acknowledged = true): boolean {
  wanted = { name: file.name, size: sizeOf(wantedSize) };
  DOWNLOAD.path = pathOf(file);
  DOWNLOAD.file = file.name;
  DOWNLOAD.acknowledged = acknowledged;
  const came = operate(next(wanted.size)) !== undefined;
  if (came) noteBytes(wanted.size);
  return came;
}

/** A chunked answer has no length, and a compressed one not the file's; then only the sampled comparison can tell. */
function lengthFault({ headers }: Reply, size: number): ErrorKind | undefined {
  const length = headers['Content-Length'];
  if (length === undefined || headers['Content-Encoding'] !== undefined || Number(length) === size)
    return undefined;
  return Number(length) < size ? 'short_body' : 'wrong_bytes';
}
