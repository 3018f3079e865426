/**
 * A bundle that several processes of k6 share, as k6-operator has them do, plays together what one process plays. `SEGMENTS=1,2,4,8`
 * in the environment tries these numbers of processes.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SCRIPT_ENV } from '../../contract/contract.ts';
import { loadScenarios } from '../../plan/scenarios.ts';
import { K6 } from '../../provision/k6.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { arrivalsDue, paceShape } from '../../shared/load/shape.ts';
import { spawnService, urlOf } from '../../target/test-service.ts';
import { tempFolder } from '../temp-folder.ts';

/** What k6 itself says in the end. */
interface Exported {
  metrics: Record<string, Record<string, number>>;
}

const NUMBERS = (process.env.SEGMENTS ?? '2').split(',').map(Number);
const SHARED = { iterations: 48, vus: 8, files: 5 };
const VUS = 40;
const ARRIVALS = { rate: 60, seconds: 5 };
const ONE_PER_CENT = 0.01;

for (const parts of NUMBERS) {
  test(`${parts} processes share a number of iterations, and nobody removes the files of another`, async (t) => {
    const { iterations, vus, files } = SHARED;
    const all = await play(t, parts, 'batch', {}, ['--vus', String(vus), '--iterations', String(iterations)]);
    assert.equal(sum(all, 'iterations', 'count'), iterations);
    for (const op of ['batch_upload', 'batch_download'])
      assert.equal(sum(all, `op_duration{op:${op}}`, 'count'), iterations, op);
    assert.equal(sum(all, 'op_duration{op:remove}', 'count'), iterations * files);
    assert.equal(sum(all, 'op_failed', 'passes'), 0);
    // A VU compares its first answer at least.
    assert.ok(sum(all, 'bytes_checked', 'count') >= vus);
  });

  test(`${parts} processes share VUs and arrivals`, async (t) => {
    const closed = { [SCRIPT_ENV.vus]: String(VUS), [SCRIPT_ENV.duration]: String(ARRIVALS.seconds) };
    const vus = await play(t, parts, 'ping', closed);
    assert.equal(sum(vus, 'vus_max', 'value'), VUS);
    const { rate, seconds } = ARRIVALS;
    const arrivals = await play(t, parts, 'ping-open', {
      [SCRIPT_ENV.rate]: String(rate),
      [SCRIPT_ENV.duration]: String(seconds),
    });
    const scenario = loadScenarios().find(({ name }) => name === 'ping-open');
    assert.ok(scenario);
    const due = arrivalsDue(paceShape(scenario, { pace: 'quick', rate, durationSeconds: seconds }));
    const begun = sum(arrivals, 'iterations', 'count') + sum(arrivals, 'dropped_iterations', 'count');
    t.diagnostic(`${begun} of ${due} arrivals`);
    assert.ok(Math.abs(begun - due) <= Math.max(2, ONE_PER_CENT * due), `${begun} of ${due} arrivals`);
  });
}

/** Plays a scenario in so many processes at once, each with its part of the load. @returns what each says of it */
async function play(
  t: TestContext,
  parts: number,
  scenario: string,
  parameters: Record<string, string>,
  words: string[] = [],
): Promise<Exported[]> {
  const { path: k6 } = await provision(K6, { root: PROJECT_ROOT, progress: () => {} });
  const folder = await tempFolder(t);
  const url = await urlOf(spawnService(t, { TMPDIR: folder }));
  const ends = Array.from({ length: parts + 1 }, (_, index) => `${index}/${parts}`);
  const played = ends.slice(1).map(async (end, index) => {
    const summary = join(folder, `${index}.json`);
    const segment = `${ends[index]}:${end}`;
    const args = [
      'run',
      '--quiet',
      '--no-usage-report',
      '--address',
      '',
      '--summary-export',
      summary,
      ...words,
    ];
    args.push('--execution-segment', segment, '--execution-segment-sequence', ends.join(','));
    const child = spawn(k6, [...args, join(PROJECT_ROOT, 'dist', 'scripts', `${scenario}.js`)], {
      env: {
        PATH: process.env.PATH,
        [SCRIPT_ENV.baseUrl]: url,
        [SCRIPT_ENV.instance]: `runner-${index + 1}`,
        ...parameters,
      },
      stdio: 'ignore',
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    // 99: a pass mark was not kept, which is none of this.
    assert.ok(code === 0 || code === 99, `${scenario} ${segment}: ${code}`);
    return JSON.parse(readFileSync(summary, 'utf8')) as Exported;
  });
  return await Promise.all(played);
}

function sum(summaries: Exported[], metric: string, stat: string): number {
  return summaries.reduce((total, { metrics }) => total + (metrics[metric]?.[stat] ?? 0), 0);
}
