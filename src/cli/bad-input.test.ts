/** Bad input of every kind: one sentence that says what is wrong and what was expected, before anything starts. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BurstboxError } from '../errors.ts';
import { loadTarget } from '../plan/targets/targets.ts';
import { cpuMs, lookMs } from '../testing/cost.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { parseArguments } from './arguments/arguments.ts';

const LONG = 'x'.repeat(100_000);
const TARGET = {
  schema: 'burstbox/target/1',
  about: 'x',
  health: '/health',
  start: { command: ['false'] },
  routes: { ping: '/ping' },
};
const changed = (changes: object) => JSON.stringify({ ...TARGET, ...changes });

const WORDS: [words: string[], says: RegExp][] = [
  [['ping', '--constructor'], /unknown flag --constructor/],
  [['ping', '--__proto__=1'], /unknown flag --__proto__/],
  [['ping', `--${LONG}`], /unknown flag --x{50}/],
  [['ping', '--vus', '9'.repeat(400)], /--vus 9+: expected a whole number from 1 to/],
  [['ping', '--vus', '-1'], /--vus needs a value|--vus -1: expected/],
  [['ping', '--vus=1e3'], /--vus 1e3: expected a whole number/],
  [['ping', '--vus=NaN'], /--vus NaN: expected a whole number/],
  [['ping', '--rate=0x10'], /--rate 0x10: expected a whole number/],
  [['ping', '--duration', '\u001b[2J'], /--duration .*: expected a time from/],
  [['ping', `--duration=${LONG}`], /: expected a time from/],
  [['ping', '--duration=99999h'], /expected a time from/],
  [['ping', '--pace', LONG], /: expected quick, full/],
  [['ping', '--pace', '__proto__'], /--pace __proto__: expected quick, full/],
  [['ping', '--sandbox=toString'], /--sandbox toString: expected auto/],
  [['ping', '--fail-on=healthy'], /--fail-on healthy: expected warning, critical/],
  [['ping', '--repeat=0'], /--repeat 0: expected a whole number from 1 to 50/],
  [['ping', '--pid=99999999999'], /--pid 99999999999: expected a whole number/],
  [['ping', '--container', '../x'], /--container \.\.\/x: expected the name or id/],
  [['ping', '--base-url', 'javascript:alert(1)'], /--base-url .*: expected an http or https URL/],
  [['ping', '--base-url', 'http://[::1'], /--base-url .*: expected an http or https URL/],
  [['ping', '--out=a\nb'], /--out "a\\nb": expected the name of a folder, without line breaks/],
  [['ping', '--json=false'], /--json/],
  [['ping', '--out'], /--out needs a value/],
  [['list', 'extra'], /list takes no names/],
  [['list', '--vus', '3'], /--vus/],
];

const FILES: [text: string | Buffer, says: RegExp][] = [
  ['', /expected a JSON file/],
  ['{', /expected a JSON file/],
  ['<html></html>', /expected a JSON file/],
  ["{'a':1}", /expected a JSON file/],
  ['[]', /the file is \[\]; expected object/],
  ['null', /expected object/],
  ['['.repeat(1e6), /nested|deep|expected a JSON file/],
  [Buffer.from(JSON.stringify(TARGET), 'utf16le'), /UTF-16|zero|text/],
  [Buffer.alloc(1000), /text|zero|JSON/],
  [changed({ x: 1 }), /unknown key "x"/],
  [changed({ health: 5 }), /\/health is 5; expected string/],
  [changed({ health: 'http://other/' }), /\/health is "http:\/\/other\/"/],
  [
    changed({ schema: 'burstbox/target/9' }),
    /\/schema is "burstbox\/target\/9"; expected "burstbox\/target\/1"/,
  ],
  [changed({ start: { command: [] } }), /\/start\/command .*at least 1/],
  [changed({ start: { command: ['x'], port: 1e300 } }), /port/],
  [changed({ routes: {} }), /no "ping"/],
  [changed({ auth: Array.from({ length: 50_000 }, () => ({ bad: 1 })) }), /\/auth\/0 /],
  [JSON.stringify(TARGET).replace('"/ping"', '1e999'), /Infinity|1e999/],
  [`{"__proto__":1,${JSON.stringify(TARGET).slice(1)}`, /__proto__/],
];

test('a wrong command line is refused in a sentence', () => {
  for (const [words, says] of WORDS) refusedWith(() => parseArguments(words), says, words.join(' '));
});

test('a wrong target file is refused in a sentence', async (t) => {
  const path = join(await tempFolder(t), 'target.json');
  for (const [text, says] of FILES) {
    writeFileSync(path, text);
    refusedWith(() => loadTarget(path), says, String(text));
  }
});

test('what is no file is refused in a sentence, and never waited for', async (t) => {
  const folder = await tempFolder(t);
  const at = (name: string) => join(folder, name);
  execFileSync('mkfifo', [at('pipe')]);
  symlinkSync('/dev/zero', at('device'));
  symlinkSync('loop', at('loop'));
  mkdirSync(at('folder'));
  refusedWith(() => loadTarget(at('pipe')), /it is a pipe, not a regular file/, 'pipe');
  refusedWith(() => loadTarget(at('device')), /it is a device, not a regular file/, 'device');
  refusedWith(() => loadTarget(at('loop')), /no such target and no such file|ELOOP|cannot/, 'loop');
  refusedWith(() => loadTarget(at('folder')), /it is a folder, not a regular file/, 'folder');
  refusedWith(() => loadTarget(LONG), /no such target and no such file|too long/, 'a long name');
});

function refusedWith(work: () => unknown, says: RegExp, input: string): void {
  const refuse = () =>
    assert.throws(work, (error) => {
      assert.ok(error instanceof BurstboxError, `${input.slice(0, 100)}: ${error}`);
      assert.equal(error.exitCode, 64, error.message.slice(0, 300));
      assert.match(error.message, says);
      return true;
    });
  const ms = cpuMs(refuse, 1);
  assert.ok(ms < MAX_LOOKS * LOOK_MS, `${input.slice(0, 100)} took ${ms} ms`);
}

/** Each takes milliseconds, as do ten looks at so many characters; what hangs takes minutes. */
const MAX_LOOKS = 10_000;
const LOOK_MS = lookMs(1e6);
