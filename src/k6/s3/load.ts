/** What a configuration changes of a scenario: see S3Load. */
import { type S3Load, SCRIPT_ENV } from '../../contract/contract.ts';

const text = __ENV[SCRIPT_ENV.s3Load];

export const load: S3Load = text ? (JSON.parse(text) as S3Load) : {};

/** Without the shares that are none, of which no card can be dealt. */
export function sharesOf<Name extends string>(mix: Partial<Record<Name, number>>): Record<Name, number> {
  return Object.fromEntries(Object.entries(mix).filter(([, share]) => Number(share) > 0)) as Record<
    Name,
    number
  >;
}
