/** Paths that say that something is done, and not that something is kept there: nobody knows what such a request sets off. Pure. */
import type { HttpMethod } from '../../contract/contract.ts';

const VERBS = [
  ...[
    'reindex',
    'restart',
    'reboot',
    'reset',
    'reload',
    'restore',
    'rebuild',
    'refresh',
    'rollback',
    'replay',
    'rotate',
  ],
  ...[
    'start',
    'stop',
    'shutdown',
    'shut',
    'pause',
    'resume',
    'suspend',
    'cancel',
    'abort',
    'kill',
    'terminate',
    'drain',
  ],
  ...[
    'run',
    'trigger',
    'execute',
    'exec',
    'invoke',
    'deploy',
    'migrate',
    'sync',
    'import',
    'retry',
    'revoke',
    'logout',
  ],
  ...[
    'purge',
    'flush',
    'clear',
    'clean',
    'cleanup',
    'truncate',
    'wipe',
    'drop',
    'vacuum',
    'compact',
    'gc',
    'prune',
  ],
  ...[
    'enable',
    'disable',
    'lock',
    'unlock',
    'approve',
    'reject',
    'send',
    'notify',
    'delete',
    'remove',
    'destroy',
  ],
];
const REMOVALS = ['delete', 'remove', 'destroy'];

/** By the last word of a path that is no placeholder: `/search/reindex`, `/jobs/{id}/restart`, `/nodes/{id}:drain`. */
export function isAction(method: HttpMethod, path: string): boolean {
  const words = path.replace(/\?.*$/s, '').split(/[/:]/);
  const last = words.findLast((word) => word !== '' && !word.includes('{')) ?? '';
  const verb = (/^[A-Za-z][a-z]*/.exec(last)?.[0] ?? '').toLowerCase();
  return VERBS.includes(verb) && !(method === 'DELETE' && REMOVALS.includes(verb));
}
