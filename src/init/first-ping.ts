/** The first ping: what the file that was just written says, asked a few times, one after the other. */

import { median } from '../judge/statistics/median.ts';
import { loadTarget } from '../plan/targets/targets.ts';
import { endpointOf } from '../shared/request/endpoint.ts';
import { msText } from '../text/numbers.ts';
import type { Client } from './client.ts';

const PINGS = 10;

/** @returns one line for the user */
export async function firstPing(client: Client, file: string): Promise<string> {
  const { routes } = loadTarget(file, client.baseUrl);
  const { method, path, expect, headers } = endpointOf(routes.ping, { method: 'GET', expect: [200, 204] });
  const statuses = new Set<number>();
  const times: number[] = [];
  for (let count = 0; count < PINGS; count++) {
    const { status, ms } = await client.send({ method, path, ...(headers === undefined ? {} : { headers }) });
    statuses.add(status);
    times.push(ms);
  }
  const said = [...statuses].map((status) => (status === 0 ? 'no answer' : String(status))).join(', ');
  const isFine = [...statuses].every((status) => expect.includes(status));
  const about = `${method} ${path}, ${PINGS} times: ${said}; median ${msText(median(times))}, at most ${msText(Math.max(...times))}`;
  return isFine ? about : `${about}; expected ${expect.join(' or ')}`;
}
