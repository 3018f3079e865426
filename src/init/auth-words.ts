/** Who asks, as it is typed: `bearer:API_TOKEN`, `login:/token:me:PASSWORD_ENV`. Only names of environment variables, never secrets. Pure. */
import type { TargetAuth } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';

export type AuthWords =
  | { kind: 'fixed'; auth: TargetAuth }
  /** The form of the body is found by trying where it is not said. */
  | { kind: 'login'; path: string; user: string; password: string; body?: 'json' | 'form' };

export const AUTH_FORMS = [
  'bearer:API_TOKEN',
  'basic:USER:PASSWORD_ENV',
  'header:X-Api-Key:API_KEY',
  'login:/token:USER:PASSWORD_ENV',
].join(', ');

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** @throws BurstboxError usage; it does not repeat the words, for one of them may be the secret itself */
export function authWords(text: string): AuthWords {
  const [kind = '', ...words] = text.split(':');
  const [first = '', second = '', third = '', fourth] = words;
  if (kind === 'bearer' && words.length === 1) return { kind: 'fixed', auth: { bearer: reference(first) } };
  if (kind === 'basic' && words.length === 2 && first !== '')
    return { kind: 'fixed', auth: { basic: { user: first, password: reference(second) } } };
  if (kind === 'header' && words.length === 2 && /^[\w-]+$/.test(first))
    return { kind: 'fixed', auth: { header: first, value: reference(second) } };
  const isLogin = kind === 'login' && first.startsWith('/') && second !== '' && words.length <= 4;
  if (!isLogin || (fourth !== undefined && fourth !== 'json' && fourth !== 'form'))
    throw wrong('has none of the known forms');
  reference(third);
  return {
    kind: 'login',
    path: first,
    user: second,
    password: third,
    ...(fourth === undefined ? {} : { body: fourth }),
  };
}

/** @param variable name of an environment variable */
export function reference(variable: string): string {
  if (!VARIABLE.test(variable)) throw wrong('does not end in the name of an environment variable');
  return `\${${variable}}`;
}

function wrong(what: string): BurstboxError {
  return new BurstboxError(
    'usage',
    `--auth: the value ${what}; expected one of ${AUTH_FORMS}, where the words in capitals are names of environment variables, not secrets`,
  );
}
