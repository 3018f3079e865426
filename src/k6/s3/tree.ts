/** Prefixes as folders. */
import type { ErrorKind } from '../../contract/contract.ts';
import type { Prepared } from './bucket.ts';
import { listPages } from './list.ts';

/** What is right below a prefix that only this VU writes to must be exactly this; names are those below it. */
export function listFolder(
  { bucket }: Pick<Prepared, 'bucket'>,
  prefix: string,
  files: string[],
  folders: string[],
): void {
  const below = (key: string) => key.slice(prefix.length);
  const seen: { files: string[]; folders: string[] } = { files: [], folders: [] };
  listPages({ bucket, prefix, delimiter: '/' }, (page, isLast) => {
    seen.files.push(...page.objects.map(({ key }) => below(key)).filter((name) => name !== ''));
    seen.folders.push(...page.prefixes.map(below));
    return isLast ? (differs(seen.files, files) ?? differs(seen.folders, folders)) : undefined;
  });
}

/** One that lacks what is there and shows what is not is of before. */
function differs(shown: string[], wanted: string[]): ErrorKind | undefined {
  const [all, right] = [new Set(shown), new Set(wanted)];
  const isStale = shown.some((name) => !right.has(name));
  if (isStale) return 'list_stale';
  if (wanted.some((name) => !all.has(name))) return 'list_gap';
  return all.size < shown.length ? 'list_twice' : undefined;
}
