/** Flags that runs take; those that one command alone takes are in own-flags.ts. `help` prints both tables. */

/** Flag, what stands after it in the help (nothing: it is a switch), what it does. */
export type Flag = [flag: string, value: string, does: string];

export const FLAGS: readonly Flag[] = [
  ['pace', 'quick|full', 'quick (default): about 30 s a scenario; full: the reference durations'],
  ['duration', '90s|5m|8h', 'length of each load; overrides the pace'],
  ['vus', 'N', 'peak VUs; the other levels scale with it'],
  ['rate', 'N', 'peak arrivals a second of the scenarios of the open model; the other levels scale with it'],
  ['target', 'FILE|NAME', 'what to test (default: reference, the service that ships with burstbox)'],
  ['base-url', 'URL', 'the target runs there already; do not start it'],
  [
    'pid',
    'N',
    'its process, to watch it (default: what listens on the port of the base URL, on this machine)',
  ],
  ['container', 'NAME', 'its docker container, to watch it'],
  [
    'sandbox',
    'auto|docker|cgroup|process|none',
    'what puts the limits on (default: auto, the first that works); none: it runs already',
  ],
  ['out', 'DIR', 'where runs are kept (default: results)'],
  ['fail-on', 'warning|critical', 'what ends in exit code 1 (default: critical)'],
  [
    'abort-on',
    'critical',
    'end a scenario as soon as a critical limit can no longer be kept, however well the rest went',
  ],
  ['until-stable', '', 'end a steady load early, once its throughput and p95 have settled'],
  ['search', '', 'after a ladder, narrow its breaking point down with up to 6 loads of one level each'],
  ['fault', 'NAME[:KEY=VALUE]', 'plant a fault in the reference service, may be repeated; `list` shows them'],
  [
    'repeat',
    'N',
    'play everything so many times, all of it once and then again; `compare` wants 10 repeats a side',
  ],
  ['go', 'DIR', '`bench`: run the benchmarks of the Go module there too'],
  ['dry-run', '', 'show what would run, start nothing'],
  ['json', '', "the run's verdict.json on stdout"],
  ['dashboard', '', "k6's live web dashboard; its address is printed when the run begins"],
  ['k6-arg', 'ARG', 'passed on to k6, may be repeated: --k6-arg=--http-debug'],
  ['help', '', 'this text'],
  ['version', '', 'the version'],
];

/** The names of those that take no value. */
export function switchesOf(flags: readonly Flag[]): string[] {
  return flags.flatMap(([flag, value]) => (value === '' ? [flag] : []));
}
