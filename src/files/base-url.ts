/** Addresses that paths are appended to, as users write them: on the command line, in a target file, in the environment. */

/**
 * What keeps a text from being one: `extras` would show up in logs and results, or stand before the path.
 * They are told of first, so that whoever shows the text of `not-http` shows no password.
 */
export type BaseUrlFault = 'extras' | 'not-http';

export function baseUrlFault(text: string): BaseUrlFault | undefined {
  if (!URL.canParse(text)) return 'not-http';
  const { protocol, username, password, search, hash } = new URL(text);
  if (`${username}${password}${search}${hash}` !== '') return 'extras';
  return /^https?:$/.test(protocol) ? undefined : 'not-http';
}
