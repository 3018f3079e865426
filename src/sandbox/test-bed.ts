import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import { MIB } from '../text/numbers.ts';
import type { Driver, Probe, Service, ServiceSpec } from './sandbox.ts';

/** What the tests of the drivers share: a folder, a ledger in memory, small services, and where they may be skipped. */

/** Burns CPU for 25 scheduler periods, then prints what time went by and what CPU time it had. */
export const BUSY = `
  const began = process.hrtime.bigint(), before = process.cpuUsage();
  let wallMs = 0;
  while (wallMs < 2500) wallMs = Number(process.hrtime.bigint() - began) / 1e6;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1e3 }));`;

/** Burns all the CPU that it is given. */
export const BUSY_FOR_EVER = 'for (;;) {}';

/** Takes memory, and writes to it, until somebody puts an end to it, or half a GiB is full. */
export const GREEDY = `
  const held = [];
  for (let i = 0; i < 64; i++) held.push(Buffer.alloc(8 * ${MIB}, 1));
  console.log('nobody stopped me at', held.length);`;

/** Has a child that takes all memory, looks on as it dies, and ends well. */
export const GREEDY_CHILD = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(GREEDY)}], { stdio: 'inherit' });
  child.on('exit', () => setTimeout(() => process.exit(0), 200));`;

/** Runs until SIGTERM, says so and ends with code 7. */
export const POLITE = `
  process.on('SIGTERM', () => { console.log('goodbye'); process.exit(7); });
  setInterval(() => {}, 1000);
  console.log('ready');`;

/** Does not care about SIGTERM, and has a child in a session of its own that does not either. */
export const STUBBORN = `
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
  if (process.argv[1] !== 'child') {
    const code = process.execArgv.at(-1);
    const child = require('node:child_process').spawn(process.execPath, ['-e', code, 'child'], { detached: true, stdio: 'inherit' });
    console.log('child ' + child.pid);
  } else console.log('ready');`;

/**
 * Makes a group in its own one, as systemd, runc or a launcher of workers do, and has a child in there that takes memory and
 * works on. In version 1 there are several hierarchies; it does so in each.
 */
export const NESTER = `
  const { readFileSync, writeFileSync, mkdirSync } = require('node:fs');
  process.on('SIGTERM', () => {});
  if (process.argv[1] !== 'child') {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\\n').filter((line) => / - cgroup2? /.test(line));
    const folders = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\\n').flatMap((line) => {
      const [, controllers, path] = line.split(':');
      if (!path.includes('burstbox')) return [];
      const mount = mounts.find((each) => (controllers === '' ? / - cgroup2 /.test(each) : each.split(' - ')[1].split(/[ ,]/).includes(controllers.split(',')[0])));
      return mount === undefined ? [] : [mount.split(' ')[4] + path + '/nested'];
    });
    for (const folder of folders) mkdirSync(folder + '/deeper', { recursive: true });
    const child = require('node:child_process').spawn(process.execPath, ['-e', process.execArgv.at(-1), 'child', ...folders], { detached: true, stdio: 'inherit' });
  } else {
    for (const folder of process.argv.slice(2)) writeFileSync(folder + '/deeper/cgroup.procs', String(process.pid));
    globalThis.held = Buffer.alloc(64 * ${MIB}, 1);
    console.log('child ' + process.pid);
  }
  setInterval(() => {}, 1000);`;

let serial = 0;

/** A service of node with this code, in a folder that goes when the test ends, and stopped when the test ends. */
export class TestBed {
  readonly ledger = memoryLedger();
  readonly folder: string;
  readonly logFile: string;
  readonly #services: Service[] = [];

  constructor(t: TestContext) {
    this.folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
    this.logFile = join(this.folder, 'target.log');
    t.after(async () => {
      for (const service of this.#services) await service.stop(0);
      rmSync(this.folder, { recursive: true });
    });
  }

  spec(code: string, changes: Partial<ServiceSpec> = {}): ServiceSpec {
    return {
      name: `test-${process.pid}-${++serial}`,
      command: ['node', '-e', code],
      env: {},
      cwd: this.folder,
      limits: { cpus: 1, memoryBytes: 128 * MIB },
      logFile: this.logFile,
      ...changes,
    };
  }

  async start(driver: Driver, spec: ServiceSpec): Promise<Service> {
    const service = await driver.start(spec, this.ledger);
    this.#services.push(service);
    return service;
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }
}

function memoryLedger(): Ledger & { entries: LedgerEntry[] } {
  const entries: LedgerEntry[] = [];
  return {
    entries,
    add: (entry) => void entries.push(entry),
    remove(entry) {
      const index = entries.findIndex((other) => JSON.stringify(other) === JSON.stringify(entry));
      if (index >= 0) entries.splice(index, 1);
    },
  };
}

/**
 * A test that needs a sandbox. Where there is none it is skipped with the reason; in CI nothing may be missing, and it
 * fails with the reason.
 */
export function testWith(
  probe: Probe,
  name: string,
  body: (t: TestContext, driver: Driver) => Promise<void>,
): void {
  const why = probe.ok ? '' : `no ${probe.name} sandbox here: ${probe.why}`;
  test(name, { skip: probe.ok || process.env.CI !== undefined ? false : why }, async (t) => {
    if (!probe.ok) throw new Error(why);
    await body(t, probe.driver);
  });
}
