/** The forms in which a secret may be written. Texts are bytes of UTF-8, a character each. */
import { canonical } from './canonical.ts';

export interface Form {
  text: string;
  /** Counts only where no letter or digit touches it: as part of a word it is something else. */
  whole: boolean;
  /** What must stand before and after it. */
  before?: (character: number) => boolean;
  after?: (character: number) => boolean;
}

/** Of so few characters every text has some. */
const MAX_SHORT_CHARS = 5;

/**
 * As it is, and as it is in hexadecimal digits and in the middle of more that was written in base64 (RFC 4648 §4, §5):
 * `user:password` is, and the password must not be read there either.
 * @param common it is a word that texts hold which say nothing of the secret
 */
export function formsOf(secret: string, common: boolean): Form[] {
  const whole = common || [...secret].length <= MAX_SHORT_CHARS;
  const utf8 = Buffer.from(secret, 'utf8');
  const bytes = utf8.toString('latin1');
  // A service that takes the bytes of a header for Latin-1, as Node does, writes each as a character of its own.
  const mistaken = Buffer.from(bytes, 'utf8').toString('latin1');
  const written = [bytes, mistaken].flatMap((text) => [text, canonical(text).text]);
  const hex = utf8.toString('hex');
  return unique([
    ...written.map((text) => ({ text, whole })),
    ...[hex, hex.toUpperCase()].map((text) => ({ text, whole: false })),
    ...[bytes, mistaken].flatMap((text) => base64Forms(Buffer.from(text, 'latin1'))),
  ]);
}

const ALPHABETS: BufferEncoding[] = ['base64', 'base64url'];
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BITS = 6;

/** Where it begins at each of the three places in a group of three bytes. */
function base64Forms(bytes: Buffer): Form[] {
  return [0, 1, 2].flatMap((offset) => {
    const end = 8 * (offset + bytes.length);
    // Digits that are made of its bits alone, and how many bits it has in those that touch them.
    const [first, last] = [Math.ceil((8 * offset) / BITS), Math.floor(end / BITS)];
    const [lead, trail] = [BITS * first - 8 * offset, end - BITS * last];
    const padded = Buffer.concat([Buffer.alloc(offset), bytes, Buffer.alloc(2)]);
    return ALPHABETS.flatMap((alphabet) => {
      const digits = padded.toString(alphabet);
      const before = lead === 0 ? undefined : sharing(digits.charCodeAt(first - 1), (1 << lead) - 1);
      const mask = ((1 << trail) - 1) << (BITS - trail);
      const after = trail === 0 ? undefined : sharing(digits.charCodeAt(last), mask);
      const core = digits.slice(first, last);
      return [core, canonical(core).text].map((text) => ({
        text,
        whole: false,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      }));
    });
  });
}

/** Whether a digit has these bits as this one has. */
function sharing(digit: number, mask: number): (other: number) => boolean {
  const wanted = sixBits(digit) & mask;
  return (other) => {
    const value = sixBits(other);
    return value >= 0 && (value & mask) === wanted;
  };
}

/** Of a digit of either alphabet; the canonical form has a space for +. */
function sixBits(digit: number): number {
  const character = String.fromCharCode(digit);
  if ('+- '.includes(character)) return 62;
  return '/_'.includes(character) ? 63 : DIGITS.indexOf(character);
}

/** Those without the bits at their ends, which plain text has too, are compared by what they are made of. */
function unique(forms: Form[]): Form[] {
  const known = new Map(forms.filter(({ text }) => text !== '').map((form) => [keyOf(form), form]));
  return [...known.values()];
}

function keyOf({ text, before, after }: Form): string {
  return JSON.stringify([text, before === undefined, after === undefined]);
}
