import type { Exchange, Route } from './route.ts';

const BODY = Buffer.from('{"status":"ok"}');
const HEADERS = { 'content-type': 'application/json', 'content-length': BODY.length };

/** GET /ping: the cheapest answer there is; what it costs is the price of a request as such. */
export const pingRoutes: Route[] = [{ method: 'GET', path: '/ping', kind: 'work', handle: ping }];

function ping({ response }: Exchange): void {
  response.writeHead(200, HEADERS);
  response.end(BODY);
}
