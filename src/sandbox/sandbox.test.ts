import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeDriver } from './fake.ts';
import { chooseDriver, type Driver, type DriverName, type Probe, probeDrivers } from './sandbox.ts';

const BOTH = { image: true, command: true };

test('auto takes docker before cgroup before process', async () => {
  const { driver, notes } = await chooseDriver('auto', BOTH, all({}));
  assert.deepEqual([driver.name, notes], ['docker', []]);
});

test('auto passes over what does not work here, and says why', async () => {
  const { driver, notes } = await chooseDriver(
    'auto',
    BOTH,
    all({ docker: 'its engine does not run', cgroup: 'not root' }),
  );
  assert.equal(driver.name, 'process');
  assert.deepEqual(notes, [
    'not docker: its engine does not run',
    'not cgroup: not root',
    'process does not enforce the CPU and memory limit of the profile here',
  ]);
});

test('auto takes a driver that enforces the limits before one that does not', async () => {
  const docker = (cpu: boolean, memory: boolean, target = BOTH) =>
    chooseDriver('auto', target, all({}, { cpu, memory }));
  const { driver, notes } = await docker(false, true);
  assert.equal(driver.name, 'cgroup');
  assert.deepEqual(notes, ['not docker: it does not enforce the CPU limit of the profile here']);
  const imageOnly = await docker(false, true, { image: true, command: false });
  assert.equal(imageOnly.driver.name, 'docker');
  assert.deepEqual(imageOnly.notes, ['docker does not enforce the CPU limit of the profile here']);
  const noGroups = (cpu: boolean) =>
    chooseDriver('auto', BOTH, all({ cgroup: 'not root' }, { cpu, memory: false }));
  assert.equal((await noGroups(true)).driver.name, 'docker');
  assert.equal(
    (await noGroups(false)).driver.name,
    'docker',
    'as little as the process, and a box around it',
  );
});

test('auto passes over what cannot start the target', async () => {
  const commandOnly = await chooseDriver('auto', { image: false, command: true }, all({}));
  assert.equal(commandOnly.driver.name, 'cgroup');
  assert.deepEqual(commandOnly.notes, [
    'not docker: the target has no image; give it an "image" or a "dockerfile"',
  ]);
  await assert.rejects(chooseDriver('auto', { image: true, command: false }, all({ docker: 'no engine' })), {
    code: 'sandbox',
    message:
      'no sandbox can run this target here (docker: no engine; cgroup: the target has no command; give it a "command"; process: the target has no command; give it a "command"); fix one of these, or start the service yourself and use --sandbox none',
  });
});

test('a driver that is asked for by name is taken or refused, never replaced', async () => {
  const { driver } = await chooseDriver('process', BOTH, all({}));
  assert.equal(driver.name, 'process');
  await assert.rejects(chooseDriver('docker', BOTH, all({ docker: 'no engine' })), {
    code: 'sandbox',
    message: '--sandbox docker is not possible (docker: no engine); fix this, or use --sandbox auto',
  });
});

test('the probes of this machine come best first, each with a driver or a reason', async () => {
  const probes = await probeDrivers();
  assert.deepEqual(
    probes.map((probe) => (probe.ok ? probe.driver.name : probe.name)),
    ['docker', 'cgroup', 'process'],
  );
  for (const probe of probes) assert.ok((probe.ok ? probe.driver.about : probe.why).length > 0);
});

/** Probes of a machine where everything works, except what has a reason not to. */
function all(
  broken: Partial<Record<DriverName, string>>,
  byDocker = { cpu: true, memory: true },
): () => Promise<Probe[]> {
  const probe = (name: DriverName, enforces: Driver['enforces']): Probe => {
    const why = broken[name];
    return why === undefined
      ? { ok: true, driver: { ...fakeDriver({ enforces }), name } }
      : { ok: false, name, why };
  };
  return async () => [
    probe('docker', byDocker),
    probe('cgroup', { cpu: true, memory: true }),
    probe('process', { cpu: false, memory: false }),
  ];
}
