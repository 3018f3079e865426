/** Variables that the user hands to a script through k6's command line, which every user of the machine can read. */

const FLAG = /^(?:-e|--env)$/;
const JOINED = /^(?:-e=?|--env=)([A-Za-z_]\w*=.*)$/s;
/** In k6's own environment they would mean something to k6, to Go or to the system, and not to the script alone. */
const MEANT_FOR_PROGRAMS =
  /^(K6_|GO|SSL|LD_|XDG_|LC_|TMP|TEMP|RES_|(HOME|PATH|LANG|LANGUAGE|TZ|APPDATA|LOCALAPPDATA|USERPROFILE|LOCALDOMAIN|HOSTALIASES|REQUEST_METHOD|\w*PROXY)=)/i;

/**
 * @param words the user's own for `k6 run`
 * @returns the words without `-e NAME=value`, `-eNAME=value` and `--env NAME=value`, and these as the environment, where
 * `k6 run` reads them too
 */
export function withoutVariables(words: string[]): { words: string[]; variables: Record<string, string> } {
  const kept: string[] = [];
  const variables: Record<string, string> = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    const pair = FLAG.test(word) ? next : JOINED.exec(word)?.[1];
    const equals = pair?.indexOf('=') ?? -1;
    if (pair === undefined || equals < 1 || MEANT_FOR_PROGRAMS.test(pair)) {
      kept.push(word);
      continue;
    }
    if (FLAG.test(word)) at++;
    variables[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return { words: kept, variables };
}
