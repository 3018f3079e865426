import { endpointOf } from '../../shared/request/endpoint.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { keptOf, lookedAt } from './looked-at.ts';

const PING = lookedAt({ op: 'ping', ...endpointOf(routes.ping, { method: 'GET', expect: [200, 204] }) });

export function ping(): void {
  PING.keep = keptOf('ping');
  operate(PING);
}
