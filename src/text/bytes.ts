/** Sizes as people write and read them: KB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB of 1024. */
import { roundedText } from './numbers.ts';

const LETTERS = 'KMGT';
const FORM = /^(\d+(?:\.\d+)?)\s*(?:([KMGT])(i?))?B?$/i;

/** Whole bytes; undefined when the text is no size of 1 byte or more. A bare number is bytes. */
export function bytesIn(text: string): number | undefined {
  const [, number, letter, binary] = FORM.exec(text.trim()) ?? [];
  if (number === undefined) return undefined;
  const power = letter === undefined ? 0 : LETTERS.indexOf(letter.toUpperCase()) + 1;
  const bytes = Math.round(Number(number) * (binary ? 1024 : 1000) ** power);
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : undefined;
}

/** `5 GB`, `10.2 KB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(LETTERS.length, Math.floor(Math.log10(bytes) / 3));
  return power === 0 ? `${bytes} bytes` : `${roundedText(bytes / 1000 ** power)} ${LETTERS[power - 1]}B`;
}
