/** Cells and a matrix for tests: everything is as it should be, and each test does one harm. */
import type { Recovered } from './planted.ts';
import { type Cell, countsOf, type MatrixRecord } from './record.ts';

export function cellOf(changes: Partial<Cell> = {}): Cell {
  return {
    row: 'crash',
    round: 1,
    scenario: 'upload',
    fault: 'crash',
    argv: ['t3-micro', 'upload', '--fault', 'crash'],
    expected: 'critical: crash',
    result: 'hit',
    found: 'critical: crash',
    run: '20270115-080000-002a',
    status: 'critical',
    headline: 'the service crashed',
    doubts: [],
    seconds: 12.3,
    ...changes,
  };
}

export function matrixOf(cells: Cell[]): MatrixRecord {
  return {
    schema: 'burstbox/matrix/1',
    id: 'matrix-20270115-080000-0007',
    burstbox: { version: '0.1.0' },
    argv: ['matrix'],
    startedAtMs: Date.UTC(2027, 0, 15, 8),
    state: 'finished',
    rows: cells.length,
    repeat: 1,
    counts: countsOf(cells),
    cells,
  };
}

export function recoveredOf(changes: Partial<Recovered> = {}): Recovered {
  return { unit: 'KiB a request', value: 64, found: 63.1, errorShare: -0.014, isWithin: true, ...changes };
}
