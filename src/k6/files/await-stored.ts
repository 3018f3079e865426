/**
 * A service that answers 202 has accepted the file and stores it later (RFC 9110 §15.3.3): until it can be read nobody can say
 * that it is lost. None of the requests is counted.
 */
import { sleep } from 'k6';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import { routes } from '../parameters.ts';
import { send } from '../send.ts';
import { untilThere } from './until-there.ts';

const DOWNLOAD = { op: 'download', ...endpointOf(routes.download, { method: 'GET', expect: [200] }) };
const pathOf = pathTo(DOWNLOAD.path);

/** Returns when the file can be read, or has had the time to be. */
export function awaitStored(file: StoredFile): void {
  if (routes.download === undefined) return;
  const call = { ...DOWNLOAD, path: pathOf(file) };
  untilThere(() => call.expect.includes(send(call).status), sleep);
}
