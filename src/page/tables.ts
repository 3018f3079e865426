/** The tables of one scenario. An absent number is a dash. */

import type { LevelRecord } from '../store/records/records.ts';
import { bytesText } from '../text/bytes.ts';
import { mibText, msText, percentText, perSecondText } from '../text/numbers.ts';
import type { OperationRow, Scene } from './data.ts';
import { type Column, element, table } from './dom.ts';

export function numberList({ figures, moved, droppedIterations }: Scene): HTMLElement {
  const { operations, throughput, medianMs, p95Ms, p99Ms, maxMs, errorRate } = figures;
  const { memoryPeakBytes, cpus, throttledShare } = figures;
  const shown: [string, string][] = [
    ['operations', countText(operations)],
    ['operations/s', perSecondText(throughput)],
    ['median', msText(medianMs)],
    ['p95', msText(p95Ms)],
    ['p99', msText(p99Ms)],
    ['slowest', msText(maxMs)],
    ['failed', percentText(errorRate)],
    ...(droppedIterations === undefined
      ? []
      : [['dropped iterations', countText(droppedIterations)] as [string, string]]),
    ...(moved === undefined
      ? []
      : ([
          ['sent', bytesText(moved.sent)],
          ['received', bytesText(moved.received)],
        ] satisfies [string, string][])),
    ['memory peak', mibText(memoryPeakBytes)],
    ['CPU', cpus === undefined ? '–' : `${cpus.toFixed(2)} CPUs`],
    ['throttled periods', percentText(throttledShare)],
  ];
  const items = shown.map(([label, value]) =>
    element('div', {}, element('dt', {}, label), element('dd', {}, value)),
  );
  return element('dl', { class: 'numbers' }, ...items);
}

const numeric = <Row>(title: string, cell: (row: Row) => string): Column<Row> => ({
  title,
  cell,
  number: true,
});

export function operationTable({ operations }: Scene): HTMLElement[] {
  if (operations.length === 0) return [];
  const isTold = (what: keyof OperationRow) => operations.some((each) => each[what] !== undefined);
  return [
    table<OperationRow>(
      'By operation',
      [
        { title: 'operation', cell: ({ op }) => op },
        numeric('count', ({ count }) => countText(count)),
        numeric('per second', ({ perSecond }) => countText(perSecond)),
        numeric('fastest', ({ minMs }) => msText(minMs)),
        numeric('mean', ({ meanMs }) => msText(meanMs)),
        numeric('median', ({ medianMs }) => msText(medianMs)),
        numeric('p90', ({ p90Ms }) => msText(p90Ms)),
        numeric('p95', ({ p95Ms }) => msText(p95Ms)),
        numeric('p99', ({ p99Ms }) => msText(p99Ms)),
        numeric('p99.9', ({ p999Ms }) => msText(p999Ms)),
        ...(isTold('bytes')
          ? [numeric<OperationRow>('bytes', ({ bytes }) => (bytes === undefined ? '–' : bytesText(bytes)))]
          : []),
        ...(isTold('megabytesPerSecond')
          ? [
              numeric<OperationRow>('MB/s', ({ megabytesPerSecond }) => countText(megabytesPerSecond)),
              numeric<OperationRow>('first byte, p95', ({ firstByteP95Ms }) => msText(firstByteP95Ms)),
            ]
          : []),
        numeric('slowest', ({ maxMs }) => msText(maxMs)),
        numeric('failed', ({ failedShare }) => percentText(failedShare)),
      ],
      operations,
    ),
  ];
}

/** One held level says nothing that the numbers above do not. */
export function levelTable({ levels, model }: Scene): HTMLElement[] {
  if (levels.length < 2) return [];
  return [
    table<LevelRecord>(
      'By level of load',
      [
        { title: model === 'open' ? 'arrivals/s' : 'VUs', cell: ({ level }) => String(level) },
        numeric('offered, operations/s', ({ offered }) => countText(offered)),
        numeric('done, operations/s', ({ throughput }) => countText(throughput)),
        numeric('median', ({ medianMs }) => msText(medianMs)),
        numeric('p95', ({ p95Ms }) => msText(p95Ms)),
        numeric('failed', ({ errorRate }) => percentText(errorRate)),
        numeric('in flight', ({ inFlight }) => countText(inFlight)),
        { title: 'result', cell: ({ mode, probe }) => (probe ? `${mode} (probe)` : mode) },
      ],
      levels,
    ),
  ];
}

export function errorTable({ errors }: Scene): HTMLElement[] {
  if (errors.length === 0) return [];
  return [
    table<Scene['errors'][number]>(
      'Errors by kind',
      [
        { title: 'kind', cell: ({ kind }) => kind },
        numeric('count', ({ count }) => countText(count)),
        numeric('share of all operations', ({ share }) => percentText(share)),
      ],
      errors,
    ),
  ];
}

export function codeTable({ codes = [] }: Scene): HTMLElement[] {
  if (codes.length === 0) return [];
  return [
    table<NonNullable<Scene['codes']>[number]>(
      'Errors by code of S3',
      [
        { title: 'code', cell: ({ code }) => code },
        numeric('count', ({ count }) => countText(count)),
        { title: 'first of them', cell: ({ first = '–' }) => first },
      ],
      codes,
    ),
  ];
}

export function countText(value: number | undefined): string {
  if (value === undefined) return '–';
  return value >= 10 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)));
}
