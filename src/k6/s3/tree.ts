/** Prefixes as folders. */
import { Counter } from 'k6/metrics';
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { listPageIn } from '../../shared/s3/list-answer.ts';
import type { Prepared } from './bucket.ts';
import { ask } from './request.ts';

const listsChecked = new Counter(K6_METRIC.listsChecked);

/** What is right below a prefix that only this VU writes to must be exactly this; names are those below it. */
export function listFolder({ bucket }: Prepared, prefix: string, files: string[], folders: string[]): void {
  ask({
    op: 'list',
    method: 'GET',
    bucket,
    query: { 'list-type': 2, prefix, delimiter: '/', 'max-keys': 1000 },
    expect: [200],
    verify({ body }) {
      const page = typeof body === 'string' ? listPageIn(body) : undefined;
      if (page === undefined) return 'false_success';
      const below = (key: string) => key.slice(prefix.length);
      return (
        differs(
          page.objects.map(({ key }) => below(key)).filter((name) => name !== ''),
          files,
        ) ?? differs(page.prefixes.map(below), folders)
      );
    },
    checked: listsChecked,
  });
}

function differs(shown: string[], wanted: string[]): ErrorKind | undefined {
  if (wanted.some((name) => !shown.includes(name))) return 'list_gap';
  if (new Set(shown).size < shown.length) return 'list_twice';
  return shown.length > wanted.length ? 'list_stale' : undefined;
}
