import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, MICRO, runOf, type Series, samplesOf } from '../fixtures.ts';
import { othersText, serviceHadCpu, shortageAtPeak } from './machine-cpu.ts';

const SECONDS = Array.from({ length: 6 }, (_, second) => second);
const rising = (perSecond: number) => SECONDS.map((second) => second * perSecond);

/** CPUs in use on a machine of 2 cores, and what k6 and the service waited, a second. */
function machine(
  used: { busy: number; k6: number; service: number; k6Waits?: number; serviceWaits?: number },
  more: Series = {},
) {
  const machine = { ...runOf().machine, cores: 2 };
  const samples = samplesOf({
    host_cpu_busy_seconds_total: rising(used.busy),
    k6_cpu_seconds_total: rising(used.k6),
    k6_cpu_wait_seconds_total: rising(used.k6Waits ?? 0),
    process_cpu_seconds_total: rising(used.service),
    process_cpu_wait_seconds_total: rising(used.serviceWaits ?? 0),
    burstbox_cpu_seconds_total: rising(0.1),
    ...more,
  });
  return { evidence: evidenceOf({ run: runOf({ machine }), profile: MICRO, samples }), samples };
}

const had = ({ evidence, samples }: ReturnType<typeof machine>) => serviceHadCpu(evidence, samples);

test('a service that waits on a full machine for what its box allows had no CPU', () => {
  assert.equal(had(machine({ busy: 1.95, k6: 0.3, service: 0.35, serviceWaits: 1.2 })), 'no');
  assert.equal(
    had(machine({ busy: 1.5, k6: 0.3, service: 0.35, serviceWaits: 1.2 })),
    'yes',
    'there was room',
  );
  assert.equal(
    had(machine({ busy: 1.95, k6: 0.3, service: 0.35, serviceWaits: 0.1 })),
    'yes',
    'it did not wait',
  );
});

test('a service that has all of its box, or is throttled by it, waits for nobody else', () => {
  assert.equal(had(machine({ busy: 1.95, k6: 0.9, service: 0.95, serviceWaits: 3 })), 'yes');
  const throttled = {
    cgroup_cpu_periods_total: rising(10),
    cgroup_cpu_throttled_periods_total: rising(4),
  };
  assert.equal(had(machine({ busy: 1.95, k6: 0.9, service: 0.7, serviceWaits: 3 }, throttled)), 'yes');
});

test('without readings nothing is known', () => {
  const { evidence, samples } = machine(
    { busy: 1.95, k6: 0.3, service: 0.35 },
    { process_cpu_wait_seconds_total: [] },
  );
  assert.equal(serviceHadCpu(evidence, samples), 'unknown');
  assert.equal(serviceHadCpu(evidence, []), 'unknown');
});

test('what other programs used is the rest of the machine, where that is worth a word', () => {
  const text = ({ evidence, samples }: ReturnType<typeof machine>) => othersText(evidence, samples);
  assert.equal(text(machine({ busy: 1.95, k6: 0.3, service: 0.35 })), 'other programs used 1.2 of 2 cores');
  assert.equal(
    text(machine({ busy: 1.95, k6: 1, service: 0.75 })),
    undefined,
    'k6, the service and burstbox',
  );
  assert.equal(
    text(machine({ busy: 1.95, k6: 0.3, service: 0.35 }, { k6_cpu_seconds_total: [] })),
    undefined,
  );
});

test('the doubt names who was short, and who had the CPU', () => {
  const shortage = (used: Parameters<typeof machine>[0]) => shortageAtPeak(machine(used).evidence);
  const both = shortage({ busy: 2, k6: 0.3, k6Waits: 0.9, service: 0.3, serviceWaits: 0.9 });
  assert.deepEqual(both, {
    who: 'generator',
    byOthers: true,
    says: 'other programs used 1.3 of 2 cores, so that k6 and the service had no CPU left: the machine was 100 % busy and k6 waited 75 % of its time for a CPU, the service got 0.30 CPUs and waited 75 % of its time for one',
  });
  const service = shortage({ busy: 2, k6: 0.3, service: 0.3, serviceWaits: 0.9 });
  assert.deepEqual([service?.who, service?.byOthers], ['service', true]);
  const own = shortage({ busy: 2, k6: 1.1, k6Waits: 1.1, service: 0.8 });
  assert.deepEqual([own?.who, own?.byOthers], ['generator', false]);
  assert.match(own?.says ?? '', /^k6 had no CPU left: the machine was 100 % busy/);
  assert.equal(shortage({ busy: 1.2, k6: 0.3, service: 0.3 }), undefined);
});
