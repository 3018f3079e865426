/** Flags that one command alone takes; those that runs take are in flags.ts. */
import type { Flag } from './flags.ts';

export const OWN_FLAGS: Readonly<Record<string, readonly Flag[]>> = {
  init: [
    ['force', '', 'write over a file that is there'],
    ['read-only', '', 'store nothing on the service; only what its document says is known then'],
    ['health', 'PATH', 'where the service says that it is well'],
    ['upload', 'WORDS', 'how it takes a file: "PUT /files/{name}", "POST /documents multipart:file"'],
    ['list', 'PATH', 'where it lists its files'],
    ['download', 'PATH', 'where a file is: "/files/{name}", "/documents/{id}/content"'],
    ['remove', 'WORDS', 'how a file is removed: "DELETE /documents/{id}"'],
    [
      'auth',
      'FORM',
      'bearer:API_TOKEN, basic:USER:PASSWORD_ENV, header:X-Api-Key:API_KEY or login:/token:USER:PASSWORD_ENV[:form|json]; names of environment variables, never secrets',
    ],
    ['probe', 'FORM=URL', 'metrics elsewhere, may be repeated: prometheus=http://127.0.0.1:9404/metrics'],
  ],
};

/** As typed, each as often as it was given; a flag without a value has empty texts. */
export type OwnValues = Readonly<Record<string, string[]>>;

/** The commands that take a flag, none when it is no command's own. */
export function ownersOf(flag: string): string[] {
  return Object.entries(OWN_FLAGS).flatMap(([command, flags]) =>
    flags.some(([name]) => name === flag) ? [command] : [],
  );
}
