import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { TestBed } from '../test-bed.ts';
import { probeDocker } from './docker.ts';
import { findEngine } from './engine.ts';
import { changeEnv, stub, stubDocker } from './fixtures.ts';

test('without a docker command the reason is one sentence', async (t) => {
  changeEnv(t, { PATH: '/nonexistent' });
  await assert.rejects(findEngine(), {
    code: 'sandbox',
    message: 'there is no docker command on PATH; install docker',
  });
});

/** What the CLI says of an engine in trouble, and what we make of it. The CLI is a stub: it is real words that count. */
const TROUBLES = [
  {
    state: 'without an engine',
    says: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    told: /^docker is there but its engine does not run; start it \(systemctl start docker, or dockerd\)/,
  },
  {
    state: 'without permission',
    says: 'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
    told: 'docker is there but this user may not use its engine; add the user to the group docker or run as root',
  },
  {
    state: 'with an engine that answers nonsense',
    says: 'Error response from daemon: out of cheese',
    told: 'the docker engine does not answer (out of cheese); see docker info',
  },
];

for (const { state, says, told } of TROUBLES) {
  test(`${state} the reason is one sentence, whether the CLI says it on stderr or in its answer`, async (t) => {
    stubDocker(t, `echo '${says}' >&2; exit 1`);
    await assert.rejects(findEngine(), { code: 'sandbox', message: told });
    stubDocker(t, `echo '${JSON.stringify({ ServerVersion: '', ServerErrors: [says] })}'`);
    await assert.rejects(findEngine(), { code: 'sandbox' });
  });
}

/** What engines say of themselves (docker 20.10 and podman 4.3 on Debian 12), and what that means for a run. */
const FULL = {
  ServerVersion: '20.10.24',
  CgroupVersion: '2',
  CgroupDriver: 'systemd',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  CpuCfsQuota: true,
  MemoryLimit: true,
  SecurityOptions: ['name=seccomp,profile=default'],
};
const ROOTLESS = { ...FULL, SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'] };
const ENGINES = [
  {
    what: 'with root',
    info: FULL,
    enforces: [true, true],
    ownNetwork: process.platform !== 'linux',
    about: /^docker 20\.10\.24, cgroup v2$/,
  },
  {
    what: 'rootless with all controllers',
    info: ROOTLESS,
    enforces: [true, true],
    ownNetwork: true,
    about: /rootless \(through its proxy\)/,
  },
  {
    what: 'rootless without the CPU controller',
    info: { ...ROOTLESS, CpuCfsQuota: false },
    enforces: [false, true],
    ownNetwork: true,
    about: /rootless/,
  },
  {
    what: 'rootless without control groups',
    info: { ...ROOTLESS, CgroupVersion: '1', CgroupDriver: 'none', CpuCfsQuota: false, MemoryLimit: false },
    enforces: [false, false],
    ownNetwork: true,
    about: /cgroup v1/,
  },
  {
    what: 'podman without root on version 1, which tells of the kernel and not of what it may do',
    info: {
      ...FULL,
      CgroupVersion: '1',
      CgroupDriver: 'cgroupfs',
      DockerRootDir: '/home/ann/.local/share/containers/storage',
    },
    enforces: [false, false],
    ownNetwork: process.platform !== 'linux',
    about: /^podman 20.*, rootless, cgroup v1$/,
  },
  {
    what: 'podman without root on version 2, which sees no CPU quota and has it',
    info: { ...FULL, CpuCfsQuota: false, DockerRootDir: '/home/ann/.local/share/containers/storage' },
    enforces: [true, true],
    ownNetwork: process.platform !== 'linux',
    about: /^podman 20.*, rootless, cgroup v2$/,
  },
  {
    what: 'podman with root on version 2',
    info: { ...FULL, CpuCfsQuota: false, DockerRootDir: '/var/lib/containers/storage' },
    enforces: [true, true],
    ownNetwork: process.platform !== 'linux',
    about: /^podman 20.*, cgroup v2$/,
  },
  {
    what: 'with root on a kernel without CPU quota',
    info: { ...FULL, CpuCfsQuota: false, Warnings: ['WARNING: No cpu cfs quota support'] },
    enforces: [false, true],
    ownNetwork: process.platform !== 'linux',
    about: /^docker/,
  },
  {
    what: 'of Docker Desktop',
    info: { ...FULL, OperatingSystem: 'Docker Desktop' },
    enforces: [true, true],
    ownNetwork: true,
    about: /^docker/,
  },
];

for (const { what, info, enforces, ownNetwork, about } of ENGINES) {
  test(`an engine ${what} is known by what it says of itself`, async (t) => {
    stubDocker(t, `echo '${JSON.stringify(info)}'`);
    const engine = await findEngine();
    assert.deepEqual([engine.enforces.cpu, engine.enforces.memory], enforces);
    assert.equal(engine.ownNetwork, ownNetwork);
    assert.match(engine.about, about);
    assert.equal(engine.unenforcedBecause === undefined, enforces.every(Boolean));
  });
}

test('podman in the place of docker, or without it, is told with the way to use it', async (t) => {
  stubDocker(t, `echo '{"host":{"arch":"amd64"},"version":{"Version":"4.3.1"}}'`);
  await assert.rejects(findEngine(), {
    code: 'sandbox',
    message: /podman itself.*docker-cli.*DOCKER_HOST=unix/,
  });
  const folder = stub(t, 'podman', 'exit 0');
  changeEnv(t, { PATH: folder });
  await assert.rejects(findEngine(), { code: 'sandbox', message: /^podman is here, but.*podman\.socket/ });
});

test('a container that the engine cannot start is removed, and the engine is to blame', async (t) => {
  const why =
    'AppArmor enabled on system but the docker-default profile could not be loaded: exec: "apparmor_parser": executable file not found in $PATH';
  const removed = join(mkdtempSync(join(tmpdir(), 'burstbox-test-')), 'removed');
  t.after(() => rmSync(dirname(removed), { recursive: true }));
  stubDocker(
    t,
    `case "$1" in
      info) echo '${JSON.stringify(FULL)}' ;;
      create) echo id ;;
      start) exit 1 ;;
      rm) touch ${removed} ;;
      container) if [ -e ${removed} ]; then echo 'Error: No such container: x' >&2; exit 1; fi
        echo '${JSON.stringify([{ State: { Status: 'created', Error: why } }])}' ;;
    esac`,
  );
  const probe = await probeDocker();
  assert.ok(probe.ok);
  const bed = new TestBed(t);
  await assert.rejects(bed.start(probe.driver, bed.spec('', { image: 'shop' })), {
    code: 'sandbox',
    message: /^the engine could not start container .*not the target's fault; install the package apparmor/,
  });
  assert.deepEqual(bed.ledger.entries, []);
});
