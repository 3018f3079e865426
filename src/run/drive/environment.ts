/** k6's whole environment: what is named here and nothing else of the user's. */

import type { MemoryLimits } from '../../plan/generator-memory.ts';
import { MIB } from '../../text/numbers.ts';

/**
 * Passed on as they are: where programs are, where temporary files go, language and time zone, and what Windows needs to
 * open a socket. All else means something to somebody: HTTP_PROXY takes the load elsewhere, K6_* replaces it, SSL_CERT_FILE
 * changes whom k6 trusts, GODEBUG and GOMAXPROCS what it can.
 */
const PASSED_ON = /^(PATH|TMPDIR|TEMP|TMP|LANG|LANGUAGE|LC_[A-Z]+|TZ|SYSTEMROOT|WINDIR)$/i;

/** Where k6 looks for the user's own settings (Go's os.UserConfigDir): an empty one has none. */
const HOMES = ['HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE'];

/**
 * @param home folder without settings of k6, which it takes for the user's
 * @param memory how k6 is to collect garbage
 * @param parameters of the script, by their SCRIPT_ENV name
 */
export function k6Environment(
  home: string,
  memory: Pick<MemoryLimits, 'garbagePercent' | 'collectBytes'>,
  parameters: Record<string, string>,
  inherited: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(inherited).filter(([name]) => PASSED_ON.test(name))),
    ...Object.fromEntries(HOMES.map((name) => [name, home])),
    GOGC: String(memory.garbagePercent),
    GOMEMLIMIT: `${Math.floor(memory.collectBytes / MIB)}MiB`,
    ...parameters,
    K6_NO_USAGE_REPORT: 'true',
    K6_AUTO_EXTENSION_RESOLUTION: 'false',
  };
}
