import { endpointOf } from '../../shared/request/endpoint.ts';
import { operate } from '../operation.ts';
import { routes } from '../parameters.ts';
import { lookedAt } from './looked-at.ts';

const PING = { op: 'ping', ...endpointOf(routes.ping, { method: 'GET', expect: [200, 204] }) };

export function ping(): void {
  operate({ ...PING, ...lookedAt('ping') });
}
