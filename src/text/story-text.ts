/** One operation of a story in words, the same in report.html and report.md. */
import type { StoryOperation } from '../contract/contract.ts';

const OUTCOME: Record<StoryOperation['outcome'], string> = {
  ok: '',
  conflict: ', refused: a conflict',
  fail: ', refused',
  unknown: ', outcome unknown',
};

/** `wrote version 42 on version 41` */
export function operationText({ op, version, value, basedOn, outcome }: StoryOperation): string {
  const shown = version === undefined ? valueText(value) : `version ${version}`;
  const on = basedOn === undefined ? '' : ` on version ${basedOn}`;
  const done = op === 'remove' ? `remove${on}` : `${op} ${shown ?? 'nothing there'}${on}`;
  return `${done}${OUTCOME[outcome]}`;
}

/** `12.090 s – 12.100 s` */
export function spanText({ beginSeconds, endSeconds }: StoryOperation): string {
  return `${beginSeconds.toFixed(3)} s – ${endSeconds.toFixed(3)} s`;
}

function valueText(value: string | undefined): string | undefined {
  return value === undefined ? undefined : `value ${value}`;
}
