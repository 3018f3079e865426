/** Containers that run already, by name, by the port that they publish, or by a process in them. */
import { BurstboxError, reason } from '../../errors.ts';
import { didYouMean } from '../../text/spelling.ts';
import { readText } from '../cgroup/kernel-file.ts';
import { docker } from '../docker/cli.ts';
import { type Container, inspectContainer } from '../docker/container.ts';
import { findEngine } from '../docker/engine.ts';

/** @throws BurstboxError usage when no container of this name runs here */
export async function namedContainer(name: string): Promise<Container> {
  try {
    await findEngine();
  } catch (error) {
    throw new BurstboxError('usage', `--container ${name}: ${reason(error)}`, { name }, error);
  }
  const container = await inspectContainer(name);
  if (container?.State.Status === 'running') return container;
  const running = await namesOf([]);
  const others = running.length === 0 ? '; none runs' : didYouMean(name, running);
  throw new BurstboxError(
    'usage',
    container === undefined
      ? `--container ${name}: there is no such container${others}`
      : `--container ${name} is not running (it is ${container.State.Status}); start it first`,
    { name },
  );
}

/** The container that takes the connections to a port of this machine. */
export async function publishingContainer(port: number): Promise<Container | undefined> {
  const [name] = await namesOf(['--filter', `publish=${port}/tcp`]);
  return name === undefined ? undefined : await runningContainer(name);
}

/** The container that a process is in: its control group is named after it, by docker and by systemd for docker. */
export async function containerOf(pid: number): Promise<Container | undefined> {
  const [, id] = /\b([0-9a-f]{64})\b/.exec(readText(`/proc/${pid}/cgroup`) ?? '') ?? [];
  return id === undefined ? undefined : await runningContainer(id);
}

/** Of another engine, or of one that we may not ask, nothing is known. */
async function runningContainer(name: string): Promise<Container | undefined> {
  const container = await inspectContainer(name).catch(() => undefined);
  return container?.State.Status === 'running' ? container : undefined;
}

async function namesOf(filters: string[]): Promise<string[]> {
  const output = await docker(['ps', ...filters, '--format', '{{.Names}}']);
  return output.exitCode === 0 ? output.stdout.split('\n').filter(Boolean) : [];
}
