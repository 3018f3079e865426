/** A token from the command line, in the place where the target file has its own. */
import type { TargetAuth } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import type { Target } from '../plan/targets/targets.ts';

/** @throws BurstboxError usage when no header can carry it */
export function withToken(target: Target, token: string | undefined): Target {
  if (token === undefined) return target;
  if (!/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(token))
    throw new BurstboxError(
      'usage',
      '--token: expected a token of printable characters, such as one that the service has given',
    );
  return { ...target, auth: authWith([target.auth ?? []].flat()[0], token) };
}

const REFERENCE = /\$\{\w+\}/;

/** A token of two words is the whole header, such as `Token abc`. */
function authWith(auth: TargetAuth | undefined, token: string): TargetAuth {
  if (token.includes(' ')) return { header: 'Authorization', value: token };
  if (auth === undefined) return { bearer: token };
  if ('header' in auth) return { header: auth.header, value: auth.value.replace(REFERENCE, () => token) };
  if ('login' in auth && typeof auth.as === 'object') {
    const { header, value = '{token}' } = auth.as;
    return { header, value: value.split('{token}').join(token) };
  }
  return { bearer: token };
}
