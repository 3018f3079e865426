import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingOf, GIB, runOf, verdictOf } from '../judge/fixtures.ts';
import type { Scene } from '../page/data.ts';
import type { LevelRecord } from '../store/records/records.ts';
import { boxRows } from './boxes.ts';

const LEG = { phase: 'steady', move: 'hold', seconds: 30, level: 200 } as const;

function scene(changes: Partial<Scene> = {}): Scene {
  return {
    profile: 't3-micro',
    scenario: 'ping',
    about: '',
    status: 'healthy',
    headline: '',
    short: '',
    model: 'closed',
    legs: [LEG],
    findings: [],
    doubts: [],
    notTested: [],
    time: [],
    series: [],
    bands: [],
    markers: [],
    limits: [],
    figures: { seconds: 30, p95Ms: 20, throughput: 900, errorRate: 0, memoryPeakBytes: GIB / 4, cpus: 0.5 },
    operations: [],
    levels: [],
    errors: [],
    flames: {},
    ...changes,
  };
}

const level = (vus: number, mode: LevelRecord['mode'], from: number): LevelRecord => ({
  level: vus,
  unit: 'VUs',
  mode,
  p95Ms: vus,
  throughput: 3 * vus,
  cpuShare: 0.9,
  fromSeconds: from,
  toSeconds: from + 10,
});

function ladder(changes: Partial<Scene> = {}): Scene {
  const loadInterval = { low: 200, high: 500, unit: 'VUs' };
  return scene({
    scenario: 'ladder',
    findings: [findingOf({ detector: 'breaking-point', loadInterval })],
    levels: [level(100, 'good', 0), level(200, 'good', 10), level(500, 'collapse', 20)],
    time: [5, 15, 25],
    series: [{ id: 'throttled', label: '', unit: '%', chart: 'throttling', values: [0, 0.25, 0.75] }],
    figures: { seconds: 30, memoryPeakBytes: GIB / 2 },
    ...changes,
  });
}

const rows = (...scenes: Scene[]) =>
  boxRows(
    runOf(),
    {
      schema: 'burstbox/verdict/1',
      run: 'r',
      status: 'healthy',
      profiles: [{ name: 't3-micro', status: 'healthy', scenarios: [verdictOf()] }],
      doubts: [],
    },
    scenes,
  );

test('a ladder of which no level was borne held nothing, whatever its peak was', () => {
  const loadInterval = { low: 0, high: 100, unit: 'VUs' };
  const broken = ladder({
    status: 'warning',
    findings: [findingOf({ detector: 'breaking-point', loadInterval })],
    levels: [level(100, 'saturated', 0), level(500, 'saturated', 10)],
  });
  const [alone] = rows(broken);
  assert.deepEqual(
    [alone?.held, alone?.notHeld, alone?.p95Ms],
    ['none of what was tried', 'ladder breaks at 100 or fewer', undefined],
  );
  const [beside] = rows(scene(), broken);
  assert.deepEqual([beside?.held, beside?.notHeld], ['200 VUs in ping', 'ladder breaks at 100 or fewer']);
});

test('a ladder tells what was held, with what was measured at that level alone', () => {
  const [row] = rows(scene(), ladder());
  assert.deepEqual([row?.held, row?.notHeld], ['200 VUs in ladder', 'breaks between 200 and 500']);
  assert.deepEqual([row?.p95Ms, row?.throughput, row?.cpus, row?.throttledShare], [200, 600, 0.9, 0.25]);
  assert.deepEqual([row?.memoryPeakBytes, row?.memoryLimitMib, row?.seconds], [GIB / 2, 1024, 60]);
});

test('without a ladder it is the highest peak within its marks, and what was not is said', () => {
  const soak = scene({ scenario: 'soak', status: 'critical', legs: [{ ...LEG, level: 500 }] });
  const upload = scene({ scenario: 'upload', status: 'warning', legs: [{ ...LEG, level: 50 }] });
  assert.equal(rows(upload, scene())[0]?.held, '200 VUs in ping');
  const [row] = rows(upload, soak);
  assert.deepEqual([row?.held, row?.notHeld], ['50 VUs in upload', 'not in soak']);
  assert.equal(row?.p95Ms, 20);
});

test('where nothing was held there are no numbers of a load', () => {
  const unknown = scene({ status: 'unknown' });
  assert.deepEqual([rows(unknown)[0]?.held, rows(unknown)[0]?.p95Ms], ['not known', undefined]);
  assert.equal(rows(scene({ status: 'critical' }))[0]?.held, 'none of what was tried');
  assert.equal(rows()[0]?.held, 'not known');
});
