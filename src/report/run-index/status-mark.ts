import type { Status } from '../../contract/contract.ts';

/** A shape for each, of signs that every font has: colour alone does not reach everyone. */
const SIGN: Record<Status, string> = { healthy: '✓', warning: '!', unknown: '?', critical: '✕' };

/** Sign and word, as HTML. */
export function statusMark(status: Status): string {
  return `<span class="status ${status}"><span aria-hidden="true">${SIGN[status]}</span> ${status}</span>`;
}
