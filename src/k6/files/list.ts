import { Counter } from 'k6/metrics';
import { K6_METRIC } from '../../contract/contract.ts';
import { endpointOf } from '../../shared/request/endpoint.ts';
import { shownIn } from '../listing.ts';
import { operate, type Reply } from '../operation.ts';
import { routes } from '../parameters.ts';
import { COMPARE_EVERY } from './compared-bytes.ts';
import { errorIn } from './looked-at.ts';

const LIST = { op: 'list', ...endpointOf(routes.list, { method: 'GET', expect: [200] }) };
const listsChecked = new Counter(K6_METRIC.listsChecked);
let lists = 0;

/** Lists, and looks in a sample of the lists for files that must be in every one. */
export function list(expected: string[] = []): void {
  const compare = expected.length > 0 && lists++ % COMPARE_EVERY === 0;
  const gap = (reply: Reply) =>
    errorIn('list', reply) ??
    (shownIn(textOf(reply), expected).length < expected.length ? 'list_gap' : undefined);
  operate(
    compare
      ? { ...LIST, keep: 'text', verify: gap, checked: listsChecked }
      : { ...LIST, verify: (reply) => errorIn('list', reply) },
  );
}

/** The list as the service writes it; empty when it gave none. */
export function listText(): string {
  return textOf(operate({ ...LIST, keep: 'text' }));
}

function textOf(reply: Reply | undefined): string {
  return typeof reply?.body === 'string' ? reply.body : '';
}
