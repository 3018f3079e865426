import { msText, percentText } from '../text/numbers.ts';
import type { Series } from './data.ts';

/** A number with its unit, as axes and legends show it. */
export function textOf(value: number, unit: Series['unit']): string {
  if (unit === 'ms') return value === 0 ? '0 ms' : msText(value);
  if (unit === '%') return percentText(value);
  const number = Number(value.toPrecision(3)).toLocaleString('en');
  return unit === 'count' ? number : `${number}${unit.startsWith('/') ? '' : ' '}${unit}`;
}
