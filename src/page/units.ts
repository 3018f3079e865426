import { msText, percentText } from '../text/numbers.ts';
import type { Series } from './data.ts';

/** A number with its unit, as axes and legends show it. */
export function textOf(value: number, unit: Series['unit']): string {
  if (unit === 'ms') return value === 0 ? '0 ms' : msText(value);
  if (unit === '%') return percentText(value);
  const number = Number(value.toPrecision(3)).toLocaleString('en');
  return unit === 'count' ? number : `${number}${unit.startsWith('/') ? '' : ' '}${unit}`;
}

/** On an axis, where many stand below each other: no more digits than tell one tick from the next. */
export function tickText(value: number, unit: Series['unit']): string {
  if (unit !== 'ms' || value === 0) return textOf(value, unit);
  return value < 1000 ? `${Number(value.toPrecision(3))} ms` : `${Number((value / 1000).toPrecision(3))} s`;
}
