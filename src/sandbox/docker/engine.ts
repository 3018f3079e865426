/** The engine behind the docker command: whether there is one that we may use, what it limits, and whose network it has. */
import { which } from 'zx/core';
import { BurstboxError } from '../../errors.ts';
import type { Enforcement } from '../../store/records/records.ts';
import { complaint, docker } from './cli.ts';

export interface Engine {
  /** One phrase for people, such as `docker 20.10.24, cgroup v1`. */
  about: string;
  enforces: Enforcement;
  /** Why it enforces less than all, where that is known. */
  unenforcedBecause?: string;
  /** Its `host` network is not this machine's: ports have to be published on 127.0.0.1. */
  ownNetwork: boolean;
}

/** Of the answer of `docker info`, what we use; the engine's own names. */
interface Info {
  ServerVersion: string;
  CgroupVersion?: string;
  /** `none` where the engine has no control groups to put containers into. */
  CgroupDriver?: string;
  OperatingSystem: string;
  CpuCfsQuota: boolean;
  MemoryLimit: boolean;
  /** Such as `name=rootless`. */
  SecurityOptions?: string[] | null;
  DockerRootDir?: string;
  /** What it lacks, such as `WARNING: No cpu cfs quota support`. */
  Warnings?: string[] | null;
}

/** Docker answers in milliseconds; podman asks for the packages of its parts first, which takes seconds on a busy machine. */
const INFO_TIMEOUT = '30s';

/**
 * Asks the engine what it is.
 * @throws BurstboxError('sandbox') with why there is no usable engine and what to do
 */
export async function findEngine(): Promise<Engine> {
  if ((await which('docker', { nothrow: true })) === null) {
    throw new BurstboxError(
      'sandbox',
      (await hasPodman())
        ? `podman is here, but burstbox uses it through docker's own command, which is not on PATH; ${PODMAN_HOW}`
        : 'there is no docker command on PATH; install docker',
    );
  }
  const output = await docker(['info', '--format', '{{json .}}'], { timeout: INFO_TIMEOUT });
  // The CLI exits 0 also without an engine when a format is given; then its answer has no server.
  const info = output.exitCode === 0 ? parsed(output.stdout) : undefined;
  if (info?.host !== undefined && info.ServerVersion === undefined)
    throw new BurstboxError(
      'sandbox',
      `the docker command here is podman itself (podman-docker), and burstbox uses podman through docker's own; ${PODMAN_HOW}`,
    );
  if (info?.ServerVersion) return engineOf(info);
  throw new BurstboxError('sandbox', await explain(info?.ServerErrors?.join(' ') ?? complaint(output)));
}

function parsed(text: string): (Info & { ServerErrors?: string[]; host?: unknown }) | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Podman answers as docker does on its socket; its own command is another language in many small places. */
const PODMAN_HOW =
  'install the package docker-cli (in place of podman-docker), then for root: systemctl enable --now podman.socket; export DOCKER_HOST=unix:///run/podman/podman.sock, ' +
  'for another user: systemctl --user enable --now podman.socket; export DOCKER_HOST=unix://$XDG_RUNTIME_DIR/podman/podman.sock';

async function hasPodman(): Promise<boolean> {
  return (await which('podman', { nothrow: true })) !== null;
}

/** The states that a user can do something about, in the words of the CLI. */
async function explain(said: string): Promise<string> {
  if (/permission denied/i.test(said)) {
    return 'docker is there but this user may not use its engine; add the user to the group docker or run as root';
  }
  if (/cannot connect|is the docker daemon running|connection refused|no such file/i.test(said)) {
    const podman = (await hasPodman()) ? `; or use the podman that is here: ${PODMAN_HOW}` : '';
    return `docker is there but its engine does not run; start it (systemctl start docker, or dockerd)${podman}`;
  }
  return `the docker engine does not answer (${said}); see docker info`;
}

const CONTROL_GROUPS =
  'an engine without root limits only where control groups are version 2 and systemd delegates cpu and memory to its user; docker info says what it lacks';

function engineOf(info: Info): Engine {
  const { ServerVersion, CgroupVersion = '1', CgroupDriver, CpuCfsQuota, MemoryLimit, DockerRootDir } = info;
  const isPodman = DockerRootDir?.endsWith('/containers/storage') ?? false;
  const isRootless = saysRootless(info) || (isPodman && /\/\.local\/share\//.test(DockerRootDir ?? ''));
  // What the kernel can do is not what an ordinary user may do with it.
  const mayLimit = CgroupDriver !== 'none' && (!isRootless || CgroupVersion === '2');
  // Podman looks for CPU quota where version 1 has it (pkg/sysinfo), and finds none in version 2, where it always is.
  const hasQuota = CpuCfsQuota || (isPodman && CgroupVersion === '2');
  const enforces = { cpu: mayLimit && hasQuota, memory: mayLimit && MemoryLimit };
  // A rootless docker lives in a network namespace; podman does not.
  const isBehindProxy = isRootless && !isPodman;
  return {
    about: [
      `${isPodman ? 'podman' : 'docker'} ${ServerVersion}`,
      ...(isRootless ? [isBehindProxy ? 'rootless (through its proxy)' : 'rootless'] : []),
      `cgroup v${CgroupVersion}`,
    ].join(', '),
    enforces,
    ...(enforces.cpu && enforces.memory ? {} : whyNot(info, isRootless)),
    // Docker Desktop runs its engine in a virtual machine.
    ownNetwork: isBehindProxy || process.platform !== 'linux' || info.OperatingSystem === 'Docker Desktop',
  };
}

function saysRootless({ SecurityOptions }: Info): boolean {
  return SecurityOptions?.some((option) => /^name=rootless\b/.test(option)) ?? false;
}

/** Of an engine with root it is what its kernel lacks. */
function whyNot({ Warnings }: Info, isRootless: boolean): { unenforcedBecause?: string } {
  if (isRootless) return { unenforcedBecause: CONTROL_GROUPS };
  const lacks = (Warnings ?? []).filter((line) => /cpu cfs|memory limit/i.test(line));
  return lacks.length === 0 ? {} : { unenforcedBecause: `docker info says: ${lacks.join('; ')}` };
}
