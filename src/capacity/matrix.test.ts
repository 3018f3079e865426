/** The reference service with something wrong about its room, and what a campaign must say of it. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Status } from '../contract/contract.ts';
import type { CapacityConfig, StopKind } from '../store/records/records.ts';
import { readFaults } from '../target/faults/read.ts';
import { serve } from '../target/test-service.ts';
import { type FakeStore, type Played, playOn } from './fixtures.ts';

const PLAN: CapacityConfig = {
  schema: 'burstbox/capacity-config/1',
  stages: [{ size: '4 KB', count: 60, concurrency: 2 }],
  readBack: 0.1,
};

interface Row {
  fault: string;
  stop: StopKind;
  /** Stored by then; absent: it depends on what is stored beside the files. */
  files?: number;
  status: Status;
  finding?: string;
  /** One at a time, so that only the service is slow. */
  alone?: true;
}

const ROWS: Row[] = [
  { fault: '', stop: 'plan', files: 60, status: 'healthy' },
  { fault: 'quota:files=41', stop: 'quota', files: 41, status: 'healthy', finding: 'ceiling' },
  { fault: 'quota:files=41:drops=1', stop: 'drops', files: 41, status: 'critical', finding: 'dropped' },
  { fault: 'quota:files=41:forever=1', stop: 'quota', files: 41, status: 'critical', finding: 'no-recovery' },
  {
    fault: 'quota:files=60:slow_ms=150',
    stop: 'plan',
    files: 60,
    status: 'critical',
    finding: 'slows',
    alone: true,
  },
  {
    fault: 'slow-index:ms_per_file=3',
    stop: 'plan',
    files: 60,
    status: 'critical',
    finding: 'slows',
    alone: true,
  },
  { fault: 'disk-full:mb=0.15', stop: 'disk-full', files: 39, status: 'critical', finding: 'no-recovery' },
  { fault: 'lost-file:share=0.1', stop: 'plan', files: 60, status: 'critical', finding: 'dropped' },
];

for (const row of ROWS)
  test(`${row.fault || 'nothing'} is told as ${row.status}${row.finding === undefined ? '' : `: ${row.finding}`}`, async (t) => {
    const { summary } = await played(t, row);
    const said = JSON.stringify({ stop: summary.stop, findings: summary.findings, stored: summary.stored });
    assert.equal(summary.stop?.kind, row.stop, said);
    if (row.files !== undefined) assert.equal(summary.stored.files, row.files, said);
    const { doubts } = summary;
    if (doubts.some(({ id }) => id === 'machine-busy')) return t.diagnostic('the machine was busy');
    assert.equal(summary.status, row.status, said);
    if (row.finding !== undefined)
      assert.ok(
        summary.findings.some(({ id }) => id === row.finding),
        said,
      );
  });

async function played(t: TestContext, { fault, alone }: Row): Promise<Played> {
  const baseUrl = await serve(t, { faults: readFaults(fault) });
  const store: FakeStore = {
    baseUrl,
    files: new Map(),
    requests: [],
    routes: {
      ping: '/ping',
      upload: { style: 'raw', path: '/files/{name}' },
      download: '/files/{name}',
      remove: '/files/{name}',
    },
  };
  const stages = PLAN.stages.map((stage) => ({ ...stage, concurrency: alone ? 1 : 2 }));
  return await playOn(t, store, { ...PLAN, stages });
}
