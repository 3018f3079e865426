import { endpointOf } from '../../shared/request/endpoint.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';

const PING = { op: 'ping', ...endpointOf(routes.ping, { method: 'GET', expect: [200, 204] }) };

export function ping(): void {
  operate(PING);
}
