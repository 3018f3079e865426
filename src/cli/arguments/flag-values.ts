/** What may stand after a flag. Each function takes the text as typed. @throws BurstboxError usage with what was expected */
import { BurstboxError } from '../../errors.ts';
import { baseUrlFault } from '../../files/base-url.ts';
import { LONGEST_SECONDS, SHORTEST_SECONDS } from '../../plan/options.ts';
import { shownUrl } from '../../secrets/credentials.ts';
import { didYouMean } from '../../text/spelling.ts';
import type { ReadText } from './flag.ts';

export function oneOf<T extends string>(...valid: T[]): ReadText<T> {
  return (text, flag) => {
    const found = valid.find((name) => name === text);
    if (found !== undefined) return found;
    const hint = nearest(text, valid);
    throw new BurstboxError('usage', `--${flag} ${text}: expected ${valid.join(', ')}${hint}`, {
      flag,
      text,
    });
  };
}

function nearest(text: string, valid: string[]): string {
  const hint = didYouMean(text, valid);
  return hint.startsWith(' (') ? hint : '';
}

/** `90s`, `5m`, `1h30m`; a bare number is seconds. */
export function durationSeconds(text: string, flag: string): number {
  return secondsUpTo(LONGEST_SECONDS, '24h such as 90s, 5m or 8h')(text, flag);
}

/** What a service may take: more than the schema of a target file allows is mistyped. */
export const limitSeconds = secondsUpTo(3600, '1h such as 30s, 90s or 5m');

function secondsUpTo(longest: number, inWords: string): ReadText<number> {
  return (text, flag) => {
    const total = secondsIn(text);
    if (total >= SHORTEST_SECONDS && total <= longest) return total;
    throw new BurstboxError(
      'usage',
      `--${flag} ${text}: expected a time from ${SHORTEST_SECONDS}s to ${inWords}`,
      { text },
    );
  };
}

function secondsIn(text: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** PID_MAX_LIMIT of a 64-bit kernel (proc_sys_kernel(5)). */
export const MAX_PID = 2 ** 22;
/** TCP has 16 bits for it. */
export const MAX_PORT = 65_535;
/** More show nothing that fifty do not; of the core suite at quick pace that is half a day. */
export const MAX_REPEATS = 50;

export function wholeNumber(most: number): ReadText<number> {
  return (text, flag) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= 1 && value <= most) return value;
    throw new BurstboxError('usage', `--${flag} ${text}: expected a whole number from 1 to ${most}`, {
      text,
    });
  };
}

/** What docker takes for a name or an id. */
export function containerName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text)) return text;
  throw new BurstboxError('usage', `--container ${text}: expected the name or id of a docker container`, {
    text,
  });
}

export function httpUrl(text: string): string {
  if (baseUrlFault(text) !== 'not-http') return text;
  throw new BurstboxError(
    'usage',
    `--base-url ${shownUrl(text)}: expected an http or https URL such as http://127.0.0.1:8080`,
    { text },
  );
}

/** What is shown of a path must lead there. */
export function folderName(text: string, flag: string): string {
  if (!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return text;
  throw new BurstboxError(
    'usage',
    `--${flag} ${JSON.stringify(text)}: expected the name of a folder, without line breaks or control characters`,
    { text },
  );
}
