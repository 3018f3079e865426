/** The stage of a compose project of the user's. */

import { BurstboxError } from '../../errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { prepareProject, startProject } from '../compose/compose.ts';
import { type ComposeProject, type ComposeTarget, readProject } from '../compose/project.ts';
import type { Driver, ServiceSpec } from '../sandbox.ts';
import { HOST, SERVICE_ENV } from './service-env.ts';
import type { Box, Stage } from './stage.ts';
import type { TargetStart } from './target-start.ts';

export async function composeStage(
  start: TargetStart,
  target: ComposeTarget,
  driver: Driver,
  notes: string[],
  ledger: Ledger,
  note: (line: string) => void,
  signal: AbortSignal,
): Promise<Stage> {
  const project = await readProject(target, start.port);
  refuseHostNetwork(project, driver);
  const { others, compose } = project;
  const beside = others.length === 0 ? [] : [`${others.join(', ')} of the compose project: without limits`];
  for (const line of beside) note(line);
  await prepareProject(project, note, ledger, signal);
  return {
    sandbox: {
      driver: driver.name,
      about: `${driver.about}, ${compose.about}`,
      enforces: driver.enforces,
      notes: [...notes, ...beside],
    },
    start: (box) =>
      startProject(project, composeSpec(start, project, box), box.port, driver.enforces, ledger),
  };
}

/** Where it would listen nobody here could reach it, and it would only be said to be silent a minute later. */
function refuseHostNetwork({ measured, file, service }: ComposeProject, { about, ownNetwork }: Driver): void {
  if (measured.networkMode !== 'host' || !ownNetwork) return;
  throw new BurstboxError(
    'config',
    `${service} of ${file} has network_mode: host, which in ${about} is not this machine's network; take it out, and write "127.0.0.1:\${PORT}:<its own port>" under its ports`,
    { file, service },
  );
}

/**
 * On a network of its own the service keeps the port that the file publishes. What the compose file sets wins over tuning,
 * and what the target file sets over both.
 */
function composeSpec(start: TargetStart, { measured }: ComposeProject, box: Box): ServiceSpec {
  const where = measured.networkMode === 'host' ? { HOST, PORT: String(box.port) } : {};
  const ours = Object.entries({ ...box.env, ...SERVICE_ENV, ...where });
  const unset = Object.fromEntries(ours.filter(([name]) => !measured.variables.includes(name)));
  return {
    name: box.name,
    command: [],
    env: { ...unset, ...start.env },
    cwd: start.cwd,
    limits: box.limits,
    logFile: box.logFile,
  };
}
