import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPTIONS as DEFAULTS } from '../../plan/fixtures.ts';
import { TAKEN } from '../../plan/names.ts';
import { parseArguments } from './arguments.ts';
import { commandNames } from './commands.ts';

function refused(argv: string[], message: string | RegExp): void {
  assert.throws(() => parseArguments(argv), { name: 'BurstboxError', code: 'usage', message });
}

test('without flags everything has its default', () => {
  assert.deepEqual(parseArguments(['all']), {
    names: ['all'],
    help: false,
    version: false,
    own: {},
    after: [],
    options: DEFAULTS,
  });
});

test('every flag is understood, with a space or an equals sign', () => {
  const argv =
    't3-small --pace full --duration=5m --vus 7 --rate=9 --target my.json --base-url http://127.0.0.1:1 ping --sandbox none --out=o --fail-on warning --abort-on critical --until-stable --search --repeat 3 --dry-run --json --dashboard --k6-arg=--http-debug --k6-arg=-q --fault slow --fault=errors-5xx:share=0.3';
  assert.deepEqual(parseArguments(argv.split(' ')), {
    names: ['t3-small', 'ping'],
    help: false,
    version: false,
    own: {},
    after: [],
    options: {
      pace: 'full',
      durationSeconds: 300,
      vus: 7,
      rate: 9,
      target: 'my.json',
      baseUrl: 'http://127.0.0.1:1',
      sandbox: 'none',
      out: 'o',
      failOn: 'warning',
      abortOn: 'critical',
      untilStable: true,
      search: true,
      repeat: 3,
      dryRun: true,
      faults: ['slow', 'errors-5xx:share=0.3'],
      json: true,
      metricsTo: [],
      csv: false,
      live: false,
      dashboard: true,
      k6Args: ['--http-debug', '-q'],
    },
  });
});

test('a run is repeated from 1 to 50 times', () => {
  assert.equal(parseArguments(['ping', '--repeat', '50']).options.repeat, 50);
  for (const text of ['0', '51', '2.5', 'often'])
    refused([`--repeat=${text}`], `--repeat ${text}: expected a whole number from 1 to 50`);
});

test('help can be asked for in two ways', () => {
  assert.equal(parseArguments(['--help']).help, true);
  assert.equal(parseArguments(['-h']).help, true);
  assert.equal(parseArguments(['--version']).version, true);
});

test('a switch does not take the next word for its value', () => {
  assert.deepEqual(parseArguments(['--json', 'ping']).names, ['ping']);
});

test('names stay text even when they look like numbers', () => {
  assert.deepEqual(parseArguments(['report', '20270115']).names, ['report', '20270115']);
});

test('of a flag given twice the last counts', () => {
  assert.equal(parseArguments(['--pace', 'full', '--pace', 'quick']).options.pace, 'quick');
});

test('durations are seconds, minutes, hours or a mix of them', () => {
  const cases: [string, number][] = [
    ['90', 90],
    ['90s', 90],
    ['5m', 300],
    ['8h', 28_800],
    ['1h30m', 5400],
    ['1s', 1],
    ['24h', 86_400],
  ];
  for (const [text, seconds] of cases)
    assert.equal(parseArguments(['--duration', text]).options.durationSeconds, seconds, text);
});

test('a time limit that is none is refused by the name of its flag', () => {
  for (const flag of ['start-timeout', 'stop-timeout', 'request-timeout'])
    for (const text of ['0', '-5s', '2h', '1.5s', 'ten'])
      assert.throws(() => parseArguments([`--${flag}=${text}`]), {
        code: 'usage',
        message: `--${flag} ${text}: expected a time from 1s to 1h such as 30s, 90s or 5m`,
      });
});

test('a duration that is none, too short or too long is refused', () => {
  for (const text of ['0', '86401', '25h', '168h', '1.5h', 'soon', '5d', '10s!', '1m 30s', '-5'])
    assert.throws(() => parseArguments([`--duration=${text}`]), {
      code: 'usage',
      message: `--duration ${text}: expected a time from 1s to 24h such as 90s, 5m or 8h`,
    });
});

test('VUs are a whole number from 1 to 50000', () => {
  assert.equal(parseArguments(['--vus', '1']).options.vus, 1);
  assert.equal(parseArguments(['--vus', '50000']).options.vus, 50_000);
  for (const text of ['0', '50001', '1.5', 'many', '-3', 'NaN'])
    refused([`--vus=${text}`], `--vus ${text}: expected a whole number from 1 to 50000`);
});

test('a rate is a whole number from 1 to 50000', () => {
  assert.equal(parseArguments(['--rate', '1']).options.rate, 1);
  assert.equal(parseArguments(['--rate', '50000']).options.rate, 50_000);
  for (const text of ['0', '50001', '1.5', '100/s', '-3'])
    refused([`--rate=${text}`], `--rate ${text}: expected a whole number from 1 to 50000`);
});

test('a base URL is http or https', () => {
  assert.equal(parseArguments(['--base-url', 'https://x.test']).options.baseUrl, 'https://x.test');
  for (const text of ['localhost:8080', 'ftp://x.test', '/files', 'http://'])
    refused([`--base-url=${text}`], /^--base-url .*: expected an http or https URL such as http:/);
});

test('an unknown flag is refused with the nearest one', () => {
  refused(['--pase', 'full'], 'unknown flag --pase (did you mean "--pace"?)');
  refused(['--pase=full'], 'unknown flag --pase (did you mean "--pace"?)');
  refused(['-x'], /^unknown flag -x; valid: --pace, --duration, /);
});

test('a value that is not one of a list is refused with the list', () => {
  refused(['--pace', 'ful'], '--pace ful: expected quick, full (did you mean "full"?)');
  refused(['--sandbox', 'vm'], '--sandbox vm: expected auto, docker, cgroup, process, none');
  refused(['--fail-on', 'never'], '--fail-on never: expected warning, critical');
  refused(['--abort-on', 'warning'], '--abort-on warning: expected critical');
});

test('a flag without its value is refused', () => {
  const flags = 'pace duration vus rate target base-url sandbox out fail-on abort-on fault k6-arg';
  for (const flag of flags.split(' ')) refused([`--${flag}=`], `--${flag} needs a value; see --help`);
  refused(['ping', '--out'], '--out needs a value; see --help');
  refused(['ping', '--k6-arg'], '--k6-arg needs a value; see --help');
  refused(['ping', '--out', ''], '--out needs a value; see --help');
  refused(
    ['ping', '--out', '--json'],
    '--out needs a value (one that begins with a dash as --out=--json); see --help',
  );
});

test('the names of what every object has are no flags', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    refused([`--${name}`], new RegExp(`^unknown flag --${name}`));
    refused(['init', `--${name}=1`], new RegExp(`^unknown flag --${name}`));
  }
  refused(['--=x'], /^unknown flag --=x/);
  for (const name of ['constructor', '__proto__', 'toString'])
    assert.equal(parseArguments([name]).command, undefined);
});

test('a command that takes no words, or not these flags, says so', () => {
  for (const command of ['list', 'doctor', 'serve', 'bench'])
    refused([command, 'extra'], `${command} takes no names ("extra"); see --help`);
  refused(['list', '--', 'extra'], 'list takes no names ("extra"); see --help');
  refused(['list', '--vus', '5'], '--vus: only runs under load take it; `list` takes no flags');
  refused(
    ['judge', 'r1', '--pace=full'],
    /^--pace: only runs under load .*; it takes --out, --json, --fail-on$/,
  );
  assert.equal(parseArguments(['list', 'extra', '--help']).help, true);
});

test('a negative number is a value, and what else begins with a dash is not', () => {
  refused(['--vus', '-3'], '--vus -3: expected a whole number from 1 to 50000');
  refused(['--vus', '-x'], '--vus needs a value (one that begins with a dash as --vus=-x); see --help');
  refused(['-5'], /^unknown flag -5/);
});

test('behind -- stand more names, and for init the command of a service', () => {
  assert.deepEqual(parseArguments(['ping', '--', '--json']).names, ['ping', '--json']);
  assert.deepEqual(parseArguments(['init', '--', './a', '--', '--force']).after, ['./a', '--', '--force']);
});

test('flags that one command has are known to it, wherever they stand', () => {
  const { names, own, after } = parseArguments(
    'init shop.json --force --auth bearer:TOKEN --probe memory=/m --probe=pprof=/p/ -- ./server --port {port}'.split(
      ' ',
    ),
  );
  assert.deepEqual(names, ['init', 'shop.json']);
  assert.deepEqual(own, { force: [''], auth: ['bearer:TOKEN'], probe: ['memory=/m', 'pprof=/p/'] });
  assert.deepEqual(after, ['./server', '--port', '{port}']);
  assert.deepEqual(parseArguments(['--read-only', 'init']).own, { 'read-only': [''] });
  assert.deepEqual(parseArguments(['init', '--', '--force']).own, {});
});

test('such a flag is refused elsewhere, with the command that has it', () => {
  refused(['ping', '--read-only'], 'unknown flag --read-only; it is for `init`');
  refused(['init', '--forse'], 'unknown flag --forse (did you mean "--force"?)');
  refused(['ping', '--go', 'module'], 'unknown flag --go; it is for `bench`');
  refused(['init', '--force=yes'], '--force=yes: --force takes no value');
});

test('no box and no scenario can have the name of a command', () => {
  for (const name of commandNames()) assert.ok(TAKEN.includes(name), name);
});
