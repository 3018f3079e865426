import { ServiceError } from './service-error.ts';

/** Leaves room below the 255 bytes that a name may have on common file systems. */
export const MAX_NAME_CHARS = 200;
const SAFE_NAME = new RegExp(`^[A-Za-z0-9_-][A-Za-z0-9._-]{0,${MAX_NAME_CHARS - 1}}$`);

/**
 * The name, if it is one that can only mean a file of its own in one folder: no separators, no leading dot.
 * @throws ServiceError bad_name
 */
export function checkedName(name: string): string {
  if (isSafeName(name)) return name;
  throw new ServiceError(
    'bad_name',
    `${JSON.stringify(name.slice(0, MAX_NAME_CHARS))} is no file name here; use 1 to ${MAX_NAME_CHARS} of A-Z a-z 0-9 . _ - and no dot first`,
  );
}

export function isSafeName(name: string): boolean {
  return SAFE_NAME.test(name);
}
