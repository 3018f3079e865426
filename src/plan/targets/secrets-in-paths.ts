/** Secrets that stand in a path or its query as they are. Pure. */
import { SECRET_KEY } from '../../shared/request/secret-key.ts';

/** They hold a secret as often as something else, such as the name of a file. */
const AMBIGUOUS_KEY = /^(key|sig|signature|auth|code|hmac|jwt)$/i;
/** As a webhook has it: longer than words are, of letters and digits. */
const TOKEN_LIKE = /^(?=.*\d)(?=.*[A-Za-z])[\w~.+=-]{20,512}$/;

/** The name of the first parameter whose value is a secret in plain text; undefined when there is none. */
export function plainSecretIn(path: string): string | undefined {
  return literalParameters(path).find(([name]) => SECRET_KEY.test(name))?.[0];
}

/** What may be a secret: nothing is lost when it is hidden. */
export function likelySecretsIn(path: string): string[] {
  const values = literalParameters(path).flatMap(([name, value]) =>
    AMBIGUOUS_KEY.test(name) || TOKEN_LIKE.test(value) ? [value] : [],
  );
  const segments = path
    .replace(/^https?:\/\/[^/]*/, '')
    .replace(/[?#].*$/s, '')
    .split('/');
  return [...values, ...segments.filter((segment) => TOKEN_LIKE.test(segment))];
}

/** Parameters of the query whose values are written out, and not put in for a placeholder or a variable. */
function literalParameters(path: string): [name: string, value: string][] {
  if (!/^(\/|https?:\/\/)/.test(path) || !path.includes('?')) return [];
  const query = path.slice(path.indexOf('?') + 1);
  return query
    .split(/[&;#]/)
    .map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    })
    .filter(([, value]) => value !== '' && !/[{}]/.test(value));
}
