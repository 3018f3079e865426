import { BurstboxError } from '../errors.ts';
import { PROGRAM } from '../root.ts';
import { didYouMean } from '../text/spelling.ts';
import { ROWS, type Row } from './rows.ts';

/**
 * The rows that the names select, in the matrix's own order; all when nothing is named. `clean` is every row that begins
 * with `clean:`.
 * @throws BurstboxError usage with the nearest valid name
 */
export function selectRows(names: string[], rows: readonly Row[] = ROWS): Row[] {
  const stranger = names.find((name) => !rows.some((row) => isNamed(row, name)));
  if (stranger === undefined)
    return rows.filter((row) => names.length === 0 || names.some((name) => isNamed(row, name)));
  const valid = [...new Set(rows.flatMap(({ name }) => [name.replace(/:.*/, ''), name]))];
  throw new BurstboxError(
    'usage',
    `the matrix has no row "${stranger}"${didYouMean(stranger, valid)}; see \`${PROGRAM} matrix --dry-run\``,
    { stranger },
  );
}

function isNamed({ name }: Row, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}:`);
}
