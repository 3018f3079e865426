/** How many files are gone or damaged, beside how many requests met them: a lost file is missed by its download and its removal. */
import { FILE_ERROR_KINDS, K6_METRIC } from '../contract/contract.ts';
import { vuNumber } from './execution.ts';
import { countersOf } from './metrics.ts';
import { RUN_PREFIX } from './run-prefix.ts';

const count = countersOf(K6_METRIC.filesPrefix, FILE_ERROR_KINDS);
/** A VU is done with one file before it takes the next, so that the last is all there is to remember. */
const counted: Partial<Record<string, string>> = {};

/** Counts a file once, if only this VU has it, and this failure is one of files. */
export function countHurtFile(name: string, failure: string): void {
  const kind = FILE_ERROR_KINDS.find((each) => each === failure);
  if (kind === undefined || counted[kind] === name || !isOfThisVu(name)) return;
  counted[kind] = name;
  count(kind);
}

/** Those that are laid out before the load are everybody's. */
function isOfThisVu(name: string): boolean {
  return name.startsWith(`${RUN_PREFIX}${vuNumber()}-`);
}
