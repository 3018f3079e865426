/** What `--k6-arg` may hand on: flags of `k6 run` (v2.2) that leave the load, its measurement and its destination alone. */
import { SCRIPT_ENV } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';

type Taken = 'value' | 'switch';

const TAKEN: Readonly<Record<string, Taken>> = {
  '--user-agent': 'value',
  '--tag': 'value',
  '--env': 'value',
  '-e': 'value',
  '--out': 'value',
  '-o': 'value',
  '--dns': 'value',
  '--local-ips': 'value',
  '--blacklist-ip': 'value',
  '--block-hostnames': 'value',
  '--compatibility-mode': 'value',
  '--traces-output': 'value',
  '--secret-source': 'value',
  '--http-debug': 'switch',
  '--no-connection-reuse': 'switch',
  '--no-vu-connection-reuse': 'switch',
  '--no-usage-report': 'switch',
  '--profiling-enabled': 'switch',
};

const LOAD = 'it would replace the load of the scenario; use --vus, --rate, --duration or --pace';
const FIGURES = 'the verdict needs figures that k6 would then not record';
const CLEAN = 'files and users that the load needs would not be created, or would be left on the service';
const TRUST = 'trusted CAs are set once for all requests of a run: --tls ca=FILE';

/** Why a flag is not taken; others are not known to leave things alone. */
const WHY: Readonly<Record<string, string>> = {
  ...all(['--vus', '-u', '--duration', '-d', '--iterations', '-i', '--stage', '-s'], LOAD),
  ...all(['--rps', '--min-iteration-duration', '--execution-segment', '--execution-segment-sequence'], LOAD),
  ...all(['--paused', '-p', '--linger', '-l'], 'the load would never start, or never end'),
  ...all(['--no-setup', '--no-teardown'], CLEAN),
  ...all(
    ['--no-thresholds', '--summary-mode', '--summary-export', '--new-machine-readable-summary'],
    FIGURES,
  ),
  ...all(['--summary-trend-stats', '--summary-time-unit', '--system-tags', '--console-output'], FIGURES),
  ...all(['--discard-response-bodies', '--throw', '-w'], FIGURES),
  ...all(
    ['--log-output', '--log-format', '--verbose', '-v'],
    'burstbox reads k6.log for the verdict, and keeps secrets out of it',
  ),
  ...all(['--config', '-c'], 'a k6 configuration file would replace the load and what is recorded of it'),
  ...all(['--address', '-a'], 'burstbox uses that address itself to stop k6'),
  ...all(['--max-redirects'], 'redirects are never followed: the load only goes to the host that you named'),
  ...all(['--insecure-skip-tls-verify'], TRUST),
  ...all(['--include-system-env-vars'], 'the script would not know where the service is'),
};

/**
 * @param words as `--k6-arg` was given, each one word of k6's command line
 * @throws BurstboxError usage for the first that is not taken, and why
 */
export function checkK6Args(words: string[]): void {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const { flag, value } = parted(word);
    const takes = Object.hasOwn(TAKEN, flag) ? TAKEN[flag] : undefined;
    if (takes === undefined) throw refused(flag, word);
    if (takes === 'switch') continue;
    if (value === undefined) at++;
    const given = value ?? words[at];
    if (given === undefined)
      throw new BurstboxError('usage', `--k6-arg=${flag} needs a value; write it as --k6-arg=${flag}=…`, {
        flag,
      });
    refuseValue(flag, given);
  }
}

/** As pflag does: `--flag=value`, `-fvalue`, `-f=value`, `-f value`. */
function parted(word: string): { flag: string; value?: string } {
  const [, flag = word, rest = ''] =
    /^(--[^=\s]*)(?:[=\s](.*))?$/s.exec(word) ?? /^(-[^-])[=\s]?(.*)$/s.exec(word) ?? [];
  return word.length > flag.length ? { flag, value: rest } : { flag };
}

function refused(flag: string, word: string): BurstboxError {
  const why = Object.hasOwn(WHY, flag) ? WHY[flag] : undefined;
  const taken = Object.keys(TAKEN).filter((each) => each.startsWith('--'));
  if (why !== undefined) return new BurstboxError('usage', `--k6-arg=${flag}: ${why}`, { flag });
  const shown = word.startsWith('-') ? flag : 'with a word that is not a flag';
  return new BurstboxError('usage', `--k6-arg ${shown}: expected one of ${taken.join(', ')}`, { flag });
}

const OURS = new Set<string>(Object.values(SCRIPT_ENV));

function refuseValue(flag: string, value: string): void {
  const [name = ''] = value.split('=');
  if ((flag === '--env' || flag === '-e') && OURS.has(name))
    throw new BurstboxError(
      'usage',
      `--k6-arg=${flag}: burstbox sets ${name} itself; use its own flags and the target file`,
      { name },
    );
  if ((flag === '--out' || flag === '-o') && /^(web-)?dashboard\b/.test(value))
    throw new BurstboxError('usage', `--k6-arg=${flag}: use --dashboard for k6's dashboard`);
  if ((flag === '--out' || flag === '-o') && /^(experimental-)?prometheus-rw\b/.test(value))
    throw new BurstboxError(
      'usage',
      `--k6-arg=${flag}: burstbox takes k6's figures by remote write itself; use --metrics-to prometheus=URL`,
    );
}

function all(flags: string[], why: string): Record<string, string> {
  return Object.fromEntries(flags.map((flag) => [flag, why]));
}
