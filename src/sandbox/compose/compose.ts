/** Starts a compose project of the user's, one service of it in a box; the others run beside it without limits. */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Options } from 'zx';
import { BurstboxError } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { whileMarked } from '../../ledger/marked-processes.ts';
import type { Enforcement } from '../../store/records/records.ts';
import { complaint, docker } from '../docker/cli.ts';
import { type Container, inspectContainer } from '../docker/container.ts';
import { BUILD_TIMEOUT, ensureImage, type Progress } from '../docker/image.ts';
import { knownEngineFault } from '../docker/not-started.ts';
import { containerService } from '../docker/service.ts';
import { engineNow } from '../docker/which-engine.ts';
import { captureOutput } from '../process/output.ts';
import type { Service, ServiceSpec } from '../sandbox.ts';
import { compose, composeComplaint } from './cli.ts';
import { limit, refuseUnlimited } from './limits.ts';
import { withOverride } from './override.ts';
import { type ComposeProject, overrideText } from './project.ts';
import { PROJECT_LABEL, removeProject, SERVICE_LABEL } from './remove.ts';

/** Databases that the service waits for (depends_on with a health check) take their time. */
const UP_TIMEOUT = '300s';
/** The engine keeps so much of the service's output, which we copy while it comes. */
const LOGGING = { driver: 'json-file', options: { 'max-size': '16m', 'max-file': '2' } };

/** Builds and pulls what the project needs. @throws BurstboxError('sandbox') when an image cannot be had */
export async function prepareProject(
  project: ComposeProject,
  progress: Progress,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<void> {
  for (const image of new Set(project.pulledImages)) await ensureImage(image, progress, signal);
  if (!project.isBuilt) return;
  progress(`building the images of ${project.file}`);
  await withOverride(overrideText(project), ledger, async (override) => {
    const output = await run(project, override, ledger, ['build'], { timeout: BUILD_TIMEOUT, signal });
    if (output.exitCode !== 0)
      throw new BurstboxError(
        'sandbox',
        `the images of ${project.file} could not be built: ${composeComplaint(output)}; try ${project.compose.command.join(' ')} -f ${project.file} build`,
        { file: project.file },
      );
  });
}

/**
 * Starts the project under the spec's name. PORT is what the file may use as `${PORT}`.
 * @param enforces what the engine can limit
 * @throws BurstboxError('target') when compose cannot start it, 'sandbox' when the engine is at fault or cannot put the limits on
 */
export async function startProject(
  project: ComposeProject,
  spec: ServiceSpec,
  port: number,
  enforces: Enforcement,
  ledger: Ledger,
): Promise<Service> {
  const engine = await engineNow();
  const entry = { kind: 'compose', project: spec.name, engine } as const;
  const remove = async () => {
    await removeProject(spec.name, engine);
    ledger.remove(entry);
  };
  ledger.add(entry);
  try {
    return await upProject(project, spec, port, enforces, ledger, remove);
  } catch (thrown) {
    // What cannot be removed stays in the ledger, and the next sweep tells of it; the first error is the one to show.
    await remove().catch(() => {});
    throw thrown;
  }
}

async function upProject(
  project: ComposeProject,
  spec: ServiceSpec,
  port: number,
  enforces: Enforcement,
  ledger: Ledger,
  remove: () => Promise<void>,
): Promise<Service> {
  const startedAtMs = Date.now();
  const id = await withOverride(
    overrideText(project, { [project.service]: serviceOverride(spec) }),
    ledger,
    async (override) => {
      const up = (words: string[]) => bringUp(project, spec, override, ledger, port, words);
      await up(['--no-start']);
      const made = await containerOf(spec.name, project);
      await limit(made, spec.limits, enforces, project);
      await up(['--detach', '--no-recreate']);
      return made;
    },
  );
  const container = await inspectContainer(id);
  if (container === undefined) throw new BurstboxError('target', `${project.service} is gone`, { id });
  refuseUnlimited(container, spec.limits, enforces, project);
  await refuseUnreachable(container, spec.name, port, project);
  const started = { container, detached: followLog(id, spec.logFile), startedAtMs };
  return containerService(id, started, enforces.cpu ? spec.limits.cpus : undefined, remove);
}

/** Compose reads `$$` as `$`. */
function serviceOverride({ env }: ServiceSpec): object {
  const environment = Object.entries(env).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]);
  return {
    environment: Object.fromEntries(environment),
    // A service that dies is to be seen dead.
    restart: 'no',
    logging: LOGGING,
  };
}

async function bringUp(
  project: ComposeProject,
  { name }: ServiceSpec,
  override: string,
  ledger: Ledger,
  port: number,
  words: string[],
): Promise<void> {
  const args = ['--project-name', name, 'up', '--no-build', '--scale', `${project.service}=1`, ...words];
  const env = { ...process.env, PORT: String(port) };
  const output = await run(project, override, ledger, args, { timeout: UP_TIMEOUT, env });
  if (output.exitCode === 0) return;
  const why = composeComplaint(output);
  const todo = knownEngineFault(why);
  throw new BurstboxError(
    todo === undefined ? 'target' : 'sandbox',
    todo === undefined
      ? `compose could not start ${project.file}: ${why}; try ${project.compose.command.join(' ')} -f ${project.file} up`
      : `the engine could not start ${project.file}: ${why}, which is not the file's fault; ${todo}`,
    { file: project.file },
  );
}

async function run(
  project: ComposeProject,
  override: string,
  ledger: Ledger,
  args: string[],
  { env = process.env, ...options }: Partial<Options>,
) {
  const files = ['--file', project.file, '--file', override];
  // One that outlives us would make what the next command has just removed.
  return await whileMarked(ledger, 'compose', (mark) =>
    compose(project.compose.command, [...files, ...args], {
      cwd: dirname(project.file),
      env: { ...env, ...mark },
      ...options,
    }),
  );
}

async function containerOf(name: string, { service, file }: ComposeProject): Promise<string> {
  const labels = [`${PROJECT_LABEL}=${name}`, `${SERVICE_LABEL}=${service}`];
  const output = await docker([
    ...['ps', '--all', '--quiet', '--no-trunc'],
    ...labels.flatMap((label) => ['--filter', `label=${label}`]),
  ]);
  const [id] = output.stdout.split('\n').filter(Boolean);
  if (id !== undefined) return id;
  throw new BurstboxError(
    'sandbox',
    `compose created no container for ${service} of ${file}: ${complaint(output)}`,
    {
      service,
    },
  );
}

/** A service that nobody can reach would only be said to be silent a minute later. */
async function refuseUnreachable(
  { HostConfig }: Container,
  name: string,
  port: number,
  { service, file }: ComposeProject,
): Promise<void> {
  if (HostConfig.NetworkMode === 'host') return;
  const filters = ['--filter', `label=${PROJECT_LABEL}=${name}`, '--filter', `publish=${port}/tcp`];
  const output = await docker(['ps', '--all', '--quiet', ...filters]);
  if (output.exitCode !== 0 || output.stdout.trim() !== '') return;
  throw new BurstboxError(
    'config',
    `nothing in ${file} publishes port ${port}, where burstbox could reach ${service}; write "127.0.0.1:\${PORT}:<its own port>" under its ports, or name the published port in the target file (start.port)`,
    { service, port },
  );
}

/** From the first byte on; ends with the container. */
function followLog(id: string, logFile: string): Promise<unknown> {
  const logs = spawn('docker', ['logs', '--follow', id], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  captureOutput(logs, logFile);
  return new Promise((resolve) => logs.once('close', resolve).once('error', resolve));
}
