import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  CALM_GENERATOR,
  findingOf,
  MICRO,
  PING,
  runOf,
  samplesOf,
  storedRun,
  summaryOf,
  trend,
  verdictOf,
} from '../../judge/fixtures.ts';
import { judge } from '../../judge/judge.ts';
import type { RunRecord, Verdict } from '../../store/records/records.ts';
import { toMarkdown } from './markdown-report.ts';

const SMALL = { ...MICRO, name: 't3-small', about: 't3.small-like: 2 CPUs, 2 GiB' };

/** report.md of a stored run with this verdict. */
async function reported(t: TestContext, verdict: Partial<Verdict>, run = runOf()): Promise<string> {
  const whole: Verdict = {
    schema: 'burstbox/verdict/1',
    run: run.id,
    status: 'healthy',
    profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
    doubts: [],
    ...verdict,
  };
  return toMarkdown(run, whole, await storedRun(t, run));
}

test('a run that was judged is reported whole', async (t) => {
  const run = runOf({
    profiles: [MICRO, SMALL],
    argv: ['t3-micro', 't3-small', 'ping', '--k6-arg=--tag a=b'],
  });
  const folder = await storedRun(t, run, {
    summary: summaryOf({ 'op_duration{op:ping}': trend({ 'p(95)': 60 }) }),
    samples: samplesOf({
      runtime_sys_mb: [80, 90],
      cgroup_cpu_seconds_total: [0, 0.97],
      ...CALM_GENERATOR,
    }),
  });
  assert.equal(
    toMarkdown(run, judge(folder), folder),
    `# ❔ Unknown: this run could not show whether it survives on t3-small (ping); t3-micro is warning

**What broke, and why?** t3-micro / ping: p95 of ping is 60 ms, over the healthy mark of 50 ms (CPU: 0.97 of 1 CPUs in use)

**What to do?** 

- Run it again.
- See the top functions of cpu.pprof; make them cheaper or use a box with more CPU.

**How sure are we?** 1 of 2 scenarios has a doubt about the measurement, and 1 could not be judged: this scenario was not run to its end. Too short to show: stalled garbage collection, leaks, slowly rising latency.

the file service, quick pace, sandbox docker 20.10, cgroup v1.

| scenario | t3-micro   | t3-small  |
| -------- | ---------- | --------- |
| ping     | ⚠️ warning | ❔ unknown |

## t3-micro / ping: warning

- **warning** p95 of ping is 60 ms, over the healthy mark of 50 ms
  - likely cause: CPU: 0.97 of 1 CPUs in use
  - what to try: see the top functions of cpu.pprof; make them cheaper or use a box with more CPU
  - evidence: \`t3-micro/ping/summary.json\`, \`t3-micro/ping/timeline.ndjson\`, \`t3-micro/ping/samples.ndjson\`, \`t3-micro/ping/cpu.pprof\`

## What to try

1. see the top functions of cpu.pprof; make them cheaper or use a box with more CPU (warning: t3-micro / ping)
   - because: CPU: 0.97 of 1 CPUs in use

## Measured

| profile / scenario | judged by          | peak load | operations/s | median | p95   | p99   | errors | memory peak |
| ------------------ | ------------------ | --------- | ------------ | ------ | ----- | ----- | ------ | ----------- |
| t3-micro / ping    | p95 60 ms of 50 ms | 200 VUs   | 33           | 4.0 ms | 20 ms | 40 ms | 0 %    | 90 MiB      |
| t3-small / ping    | –                  | 200 VUs   | –            | –      | –     | –     | –      | –           |

## How sure we are

- **not-run**: this scenario was not run to its end. What to do: run it again (t3-small / ping)

## Not tested

The run was too short to judge these; they count neither as healthy nor as a doubt:

- ping: a stalled garbage collector would need a steady load of 150 s; this one held 27 s
- ping: a leak (memory, connections, handles, file descriptors, threads) that ends the service within a day would need a steady load of 6750 s; this one held 27 s
- ping: latency that doubles within an hour would need a steady load of 2250 s; this one held 27 s

## How to reproduce

\`\`\`
node run.mjs t3-micro t3-small ping $'--k6-arg=--tag a=b'
\`\`\`
- burstbox 0.1.0, commit abc1234; k6 v2.2.0 (cache); seed 42
- linux 6.1 x64, 4 cores, 16384 MiB, Node 20.20.2
- run 20270115-080000-002a, started 2027-01-15T08:00:00.000Z, took 40 s
`,
  );
});

test('the first line is the verdict in words', async (t) => {
  const first = async (status: Verdict['status']) => {
    const profiles = [{ name: 't3-micro', status, scenarios: [verdictOf({ status })] }];
    return (await reported(t, { status, profiles })).split('\n')[0];
  };
  assert.equal(
    await first('healthy'),
    '# ✅ Healthy: it survived the tested load on t3-micro: 1 scenario of 30 s, up to 200 VUs',
  );
  assert.equal(await first('warning'), '# ⚠️ Warning: it survives, but not comfortably, on t3-micro (ping)');
  assert.equal(
    await first('unknown'),
    '# ❔ Unknown: this run could not show whether it survives on t3-micro (ping)',
  );
  assert.equal(await first('critical'), '# ❌ Critical: it does not survive on t3-micro (ping)');
});

test('hostile text in messages stays data', async (t) => {
  const hostile =
    '</script><script>alert(1)</script>\n# Healthy\n| a | [x](javascript:y) `z` **b** \u001b[2J\u202E';
  const scenario = verdictOf({
    status: 'critical',
    findings: [findingOf({ status: 'critical', message: hostile, cause: hostile, advice: hostile })],
    doubts: [{ id: 'no-samples', message: hostile, action: hostile }],
    notTested: [{ what: 'leak', needsSeconds: 600, message: hostile }],
  });
  const text = await reported(
    t,
    {
      status: 'critical',
      profiles: [{ name: 't3-micro', status: 'critical', scenarios: [scenario] }],
      doubts: [{ id: 'run-incomplete', message: hostile, action: hostile }],
    },
    runOf({ target: { ...runOf().target, about: hostile } }),
  );
  const tame =
    '\\</script\\>\\<script\\>alert(1)\\</script\\> # Healthy \\| a \\| \\[x\\](javascript:y) \\`z\\` \\*\\*b\\*\\*  \\[2J ';
  assert.equal(text.split(tame).length - 1, 16, 'all of them, and in this form');
  assert.equal(text.replaceAll('\\<', '').includes('<'), false);
  assert.deepEqual(
    text.split('\n').filter((line) => line.startsWith('# ')),
    ['# ❌ Critical: it does not survive on t3-micro (ping)'],
  );
});

test('a run without doubts says so, and one that was long enough lists nothing as not tested', async (t) => {
  const text = await reported(t, {});
  assert.match(text, /## How sure we are\n\nNo doubt about the measurement itself\.\n/);
  assert.equal(text.includes('## Not tested'), false);
});

test('a doubt that many scenarios share is said once, with where it applies', async (t) => {
  const doubts = [{ id: 'box-unknown', message: 'it ran already', action: 'let us start it' }];
  const scenarios = ['a', 'b', 'c', 'd', 'e'].map((name) => verdictOf({ name, doubts }));
  const text = await reported(t, { profiles: [{ name: 'as-is', status: 'healthy', scenarios }], doubts: [] });
  const line =
    '- **box-unknown**: it ran already. What to do: let us start it (as-is / a, as-is / b, as-is / c and 2 more)';
  assert.equal(
    text
      .split('\n')
      .filter((each) => each.includes('box-unknown'))
      .join(),
    line,
  );
});

test('a doubt about the run as a whole is said as such', async (t) => {
  const doubts = [{ id: 'run-incomplete', message: 'the run was interrupted', action: 'run it again' }];
  assert.match(
    await reported(t, { doubts }),
    /- \*\*run-incomplete\*\*: the run was interrupted\. What to do: run it again \(the whole run\)\n/,
  );
});

test('a run in progress says so before all else, one that is over does not', async (t) => {
  const said = /^# .*\n\n\*\*This run was still in progress when the report was written: /;
  assert.match(await reported(t, {}, runOf({ state: 'running' })), said);
  assert.doesNotMatch(await reported(t, {}, runOf({ state: 'finished' })), said);
});

test('the last lines say what was run, and with which changes', async (t) => {
  const changed: Partial<RunRecord> = { burstbox: { version: '0.2.0', gitCommit: 'c0ffee', gitDirty: true } };
  const { finishedAtMs: _, ...running } = runOf(changed);
  const text = await reported(t, {}, running);
  assert.match(
    text,
    /- burstbox 0\.2\.0, commit c0ffee with local changes; k6 v2\.2\.0 \(cache\); seed 42\n/,
  );
  assert.match(text, /started 2027-01-15T08:00:00\.000Z\n$/, 'no length while it runs');
  const installed = await reported(t, {}, runOf({ burstbox: { version: '0.2.0' } }));
  assert.match(installed, /- burstbox 0\.2\.0; k6 /);
});

test('the peak is the highest level of the scenario', async (t) => {
  const legs = [...PING.legs, { phase: 'recovery', move: 'hold', seconds: 5, level: 10 } as const];
  const text = await reported(t, {}, runOf({ scenarios: [{ ...PING, legs }] }));
  assert.match(text, /\| t3-micro \/ ping +\| p95 20 ms \| 200 VUs +\|/);
  const open = await reported(t, {}, runOf({ scenarios: [{ ...PING, model: 'open' }] }));
  assert.match(open, /\| t3-micro \/ ping +\| p95 20 ms \| 200 arrivals\/s +\|/);
});

test('a service that fails in a thousand long ways is cut to what a CI summary takes', async (t) => {
  const long = '&'.repeat(3000);
  const finding = findingOf({ status: 'critical', message: long, cause: long, advice: long });
  const scenarios = Array.from({ length: 300 }, (_, index) =>
    verdictOf({
      name: `s${index}`,
      status: 'critical',
      findings: Array.from({ length: 30 }, (_, each) => ({ ...finding, advice: `${each} ${long}` })),
    }),
  );
  const text = await reported(t, {
    status: 'critical',
    profiles: [{ name: 't3-micro', status: 'critical', scenarios }],
  });
  assert.ok(Buffer.byteLength(text) < 256 * 1024, `${Buffer.byteLength(text)} bytes`);
  assert.match(text, /^# ❌ Critical/);
  assert.match(text, /\nand 200 more scenarios\n/);
  assert.match(text, /\nand 280 more scenarios with findings\n/);
  assert.match(text, /## How to reproduce/);
  assert.match(text, /report\.html has the rest/);
});

test('long lists say how much more there is', async (t) => {
  const findings = Array.from({ length: 10 }, (_, index) =>
    findingOf({ status: 'warning', message: `m${index}`, advice: `a${index}` }),
  );
  const scenarios = Array.from({ length: 5 }, (_, index) => verdictOf({ name: `s${index}`, findings }));
  const text = await reported(t, {
    profiles: [
      {
        name: 't3-micro',
        status: 'healthy',
        scenarios: [...scenarios, verdictOf({ findings: [findingOf({ status: 'warning', advice: 'x' })] })],
      },
    ],
  });
  assert.match(text, /- and 2 more findings\n/);
  assert.match(text, /1\. a0 \(warning: t3-micro \/ s0, t3-micro \/ s1, t3-micro \/ s2 and 2 more\)\n/);
  assert.match(text, /1\. and 1 more recommendations\n/);
});
