/** Control codes, marks that turn the direction of writing, line ends of Unicode, and what takes no room: invisible, or it steers a terminal. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu;
const UNSEEN_RUNS = new RegExp(`${UNSEEN.source}+`, 'gu');

/** Text that may come from a target, a log or a file, on one line and without control codes: safe on a terminal. */
export function plainText(text: string): string {
  return text.replace(UNSEEN_RUNS, ' ');
}

/** Lines for a terminal, each plain, with their ends. */
export function plainLines(lines: string[]): string {
  return `${lines.map(plainText).join('\n')}\n`;
}

/** The same value to any reader of JSON, with what cannot be seen escaped. */
export function plainJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return `${lines.map((line) => line.replace(UNSEEN, escaped)).join('\n')}\n`;
}

function escaped(sign: string): string {
  const units = Array.from({ length: sign.length }, (_, at) => sign.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
