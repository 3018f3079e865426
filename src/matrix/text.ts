/** The matrix as a table for people, and beneath it what is wrong. */
import { columns } from '../text/columns.ts';
import { clockText } from '../text/numbers.ts';
import { plainLines } from '../text/plain-text.ts';
import { recoveredText } from './planted.ts';
import type { Cell, MatrixRecord } from './record.ts';

const HEAD = ['row', 'scenario', 'expected', 'found', 'verdict', 'seconds'];

/** @param path where matrix.json is */
export function matrixText(record: MatrixRecord, path: string): string {
  const cells = [...record.cells].sort((a, b) => order(a, record.cells) - order(b, record.cells));
  const lines = columns([HEAD, ...cells.map(line)]);
  const faults = cells.filter(({ why }) => why !== undefined).map(whyText);
  const skipped = (record.skipped ?? []).map(({ row, why }) => `skipped ${row}: ${why}`);
  return plainLines([
    ...lines,
    ...section([...faults, ...skipped]),
    '',
    `matrix:  ${sumText(record)}`,
    `results: ${path}`,
  ]);
}

function section(lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** The rounds of a row stand together. */
function order({ row }: Cell, cells: Cell[]): number {
  return cells.findIndex((cell) => cell.row === row);
}

function line({ row, scenario, expected, found, planted, result, seconds }: Cell): string[] {
  const number = planted === undefined ? '' : `, ${recoveredText(planted)}`;
  return [row, scenario, expected, found + number, result, seconds.toFixed(0)];
}

function whyText({ row, result, why, run }: Cell): string {
  return `${result} ${row}: ${why ?? ''} (${run})`;
}

function sumText({ counts, rows, repeat, cells }: MatrixRecord): string {
  const sum = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([result, count]) => `${count} ${result}`);
  const seconds = cells.reduce((total, cell) => total + cell.seconds, 0);
  return `${[`${cells.length} of ${rows * repeat} played`, ...sum].join(', ')}; ${clockText(seconds)}`;
}
