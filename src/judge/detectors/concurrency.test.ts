import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Status } from '../../contract/contract.ts';
import { evidenceOf, type Series, START_MS, samplesOf, vusTimeline } from '../fixtures.ts';
import { profileOf, stored } from '../pprof/fixtures/fixtures.ts';
import { judgeConcurrency } from './concurrency.ts';

function judged(columns: Series, vus: number[] = []) {
  return judgeConcurrency(evidenceOf({ samples: samplesOf(columns), timeline: vusTimeline(vus) }));
}

test('under 500 goroutines are healthy, over 5000 critical, and both marks are warnings', () => {
  const cases: [number, Status][] = [
    [499, 'healthy'],
    [500, 'warning'],
    [5000, 'warning'],
    [5001, 'critical'],
  ];
  for (const [count, status] of cases)
    assert.equal(judged({ runtime_goroutines: [count] })[0]?.status, status, `${count}`);
});

test('a finding names goroutines, or handles where there are no goroutines', () => {
  const [goroutines] = judged({ runtime_goroutines: [600], runtime_handles: [9] });
  assert.deepEqual(goroutines, {
    detector: 'concurrency',
    status: 'warning',
    metric: 'runtime_goroutines',
    value: 600,
    limit: 500,
    unit: 'count',
    message: "at most 600 goroutines besides those of the load's own connections",
    advice: 'see who started them in goroutine.pprof',
    sees: ['goroutine.pprof'],
    evidence: ['samples.ndjson', 'goroutine.pprof'],
  });
  const [handles] = judged({ runtime_handles: [6000] });
  assert.deepEqual([handles?.metric, handles?.limit], ['runtime_handles', 5000]);
  assert.match(handles?.message ?? '', /6000 handles/);
});

test('two for each VU are the load’s own', () => {
  const [finding] = judged({ runtime_handles: [10, 4010] }, [2000, 2000]);
  assert.deepEqual([finding?.value, finding?.status], [10, 'healthy']);
});

test('in the open model every VU of the pool may have opened its own', () => {
  const evidence = evidenceOf({ samples: samplesOf({ runtime_handles: [2000] }) });
  const [pool] = vusTimeline([10]).map(({ t, values }) => ({
    t,
    values: { ...values, vus_max: { value: 900 } },
  }));
  const [finding] = judgeConcurrency({
    ...evidence,
    scenario: { ...evidence.scenario, model: 'open' },
    timeline: pool === undefined ? [] : [pool],
  });
  assert.equal(finding?.value, 200);
});

test('what a VU once opened may stay open when the load recedes', () => {
  assert.equal(judged({ runtime_handles: [0, 3900, 3900] }, [10, 2000, 10])[0]?.value, 0);
});

test('a pool that was there before the load is the service’s own, unless it had run for long before', () => {
  const found = (startedByUs: boolean) => {
    const evidence = evidenceOf({ samples: samplesOf({ runtime_goroutines: [900, 960] }) });
    const { run } = evidence;
    return judgeConcurrency({
      ...evidence,
      timeline: [],
      atRest: { t: START_MS - 500, values: { runtime_goroutines: 900 } },
      run: { ...run, target: { ...run.target, startedByUs } },
    })[0];
  };
  assert.deepEqual([found(true)?.status, found(true)?.value], ['healthy', 60]);
  assert.match(found(true)?.message ?? '', / and the 900 that were there before it$/);
  assert.equal(found(false)?.status, 'warning');
});

test('a crowd that comes later does not excuse what is there now', () => {
  assert.equal(judged({ runtime_handles: [900, 900, 900, 900] }, [10, 10, 10, 400])[0]?.value, 880);
});

test('a period that is under way at a reading already counts', () => {
  assert.equal(judged({ runtime_handles: [800] }, [400])[0]?.value, 0, 'dated one second later');
  assert.equal(judged({ runtime_handles: [800] }, [0, 400])[0]?.value, 800, 'dated two seconds later');
});

test('without a timeline all of them count, and fewer than none is none', () => {
  assert.equal(judged({ runtime_handles: [700] })[0]?.value, 700);
  assert.equal(judged({ runtime_handles: [5] }, [200])[0]?.value, 0);
});

test('what was not measured is not judged', () => {
  assert.deepEqual(judged({ runtime_sys_mb: [1] }, [200]), []);
});

test('without a memory probe the profile tells how many goroutines the load left behind', () => {
  const left = (type: string, count: number, columns: Series = {}) =>
    judgeConcurrency({
      ...evidenceOf({ samples: samplesOf(columns), timeline: vusTimeline([10, 20]) }),
      pprof: stored({
        'goroutine.pprof': profileOf(type, {
          'main.wait@/srv/main.go': count - 3,
          'main.main@/srv/main.go': 3,
        }),
      }),
    });
  const [finding] = left('goroutine', 4640);
  assert.deepEqual(finding, {
    detector: 'concurrency',
    status: 'warning',
    metric: 'runtime_goroutines',
    value: 4600,
    limit: 500,
    unit: 'count',
    message: '4600 goroutines were left after the load, not counting those of its own connections',
    advice: 'see who started them in goroutine.pprof',
    sees: ['goroutine.pprof'],
    evidence: ['goroutine.pprof'],
  });
  assert.equal(left('goroutine', 40)[0]?.status, 'healthy');
  assert.equal(
    left('goroutine', 4640, { runtime_goroutines: [9] })[0]?.status,
    'healthy',
    'readings under load',
  );
  assert.deepEqual(left('threadcreate', 4640), [], 'another kind of profile');
});

test('a soak of two days is judged too', () => {
  const length = 48 * 3600;
  const [finding] = judged({ runtime_handles: Array(length).fill(50) }, Array(length).fill(20));
  assert.equal(finding?.value, 10);
});
