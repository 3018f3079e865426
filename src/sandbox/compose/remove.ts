/** Takes away what compose made for a project of ours; by its labels, so that it works without compose and its file. */
import { BurstboxError } from '../../errors.ts';
import { complaint, docker } from '../docker/cli.ts';
import { type EngineEnv, engineText, toEngine } from '../docker/which-engine.ts';

/** Begins the name of every project of ours, and of no user's own. */
export const PROJECT_PREFIX = 'burstbox-';

/** On all that compose makes. */
export const PROJECT_LABEL = 'com.docker.compose.project';
export const SERVICE_LABEL = 'com.docker.compose.service';

/** A database with a volume takes its time to go. */
const REMOVE_TIMEOUT = '120s';

/** Containers first: what they use cannot go before them. */
const KINDS = [
  { list: ['ps', '--all'], remove: ['rm', '--force', '--volumes'] },
  { list: ['network', 'ls'], remove: ['network', 'rm'] },
  { list: ['volume', 'ls'], remove: ['volume', 'rm', '--force'] },
];

/**
 * Removes containers, networks and volumes of a project. May be called twice.
 * @returns whether there were any
 * @throws BurstboxError('sandbox') when something stays
 */
export async function removeProject(project: string, engine?: EngineEnv): Promise<boolean> {
  let found = false;
  for (const { list, remove } of KINDS) {
    const ids = await idsOf(list, project, engine);
    if (ids.length === 0) continue;
    found = true;
    const output = await docker([...remove, ...ids], { timeout: REMOVE_TIMEOUT, ...toEngine(engine) });
    const left = await idsOf(list, project, engine);
    if (left.length > 0)
      throw new BurstboxError(
        'sandbox',
        `${left.join(', ')} of compose project ${project}${engineText(engine)} could not be removed: ${complaint(output)}; docker ${[...remove, ...left].join(' ')}`,
        { project, left },
      );
  }
  return found;
}

async function idsOf(list: string[], project: string, engine: EngineEnv | undefined): Promise<string[]> {
  const filter = ['--filter', `label=${PROJECT_LABEL}=${project}`];
  const output = await docker([...list, '--quiet', ...filter], toEngine(engine));
  if (output.exitCode === 0) return output.stdout.split('\n').filter(Boolean);
  throw new BurstboxError(
    'sandbox',
    `what is left of compose project ${project}${engineText(engine)} cannot be listed: ${complaint(output)}; is the docker engine still running?`,
    { project },
  );
}
