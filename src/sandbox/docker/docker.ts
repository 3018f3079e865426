import { BurstboxError, reason } from '../../errors.ts';
import type { Driver, Probe, Service, ServiceSpec } from '../sandbox.ts';
import { createArguments } from './arguments.ts';
import { complaint, docker } from './cli.ts';
import { removeContainer, startContainer } from './container.ts';
import { type Engine, findEngine } from './engine.ts';
import { engineFault } from './not-started.ts';
import { containerService } from './service.ts';
import { engineNow } from './which-engine.ts';

/** Whether there is an engine that we may use, and what it can limit. */
export async function probeDocker(): Promise<Probe> {
  try {
    return { ok: true, driver: dockerDriver(await findEngine()) };
  } catch (thrown) {
    return { ok: false, name: 'docker', why: reason(thrown) };
  }
}

function dockerDriver(engine: Engine): Driver {
  return {
    name: 'docker',
    ...engine,
    async start(spec, ledger): Promise<Service> {
      const where = await engineNow();
      const entry = { kind: 'container', name: spec.name, engine: where } as const;
      const remove = async () => {
        await removeContainer(spec.name, where);
        ledger.remove(entry);
      };
      ledger.add(entry);
      try {
        await createContainer(spec, !engine.ownNetwork);
        const started = await startContainer(spec.name, spec.logFile);
        return containerService(
          spec.name,
          started,
          engine.enforces.cpu ? spec.limits.cpus : undefined,
          remove,
        );
      } catch (thrown) {
        // What cannot be removed stays in the ledger, and the next sweep tells of it; the first error is the one to show.
        await remove().catch(() => {});
        throw thrown;
      }
    },
  };
}

async function createContainer(spec: ServiceSpec, hostNetwork: boolean): Promise<void> {
  const { image, name } = spec;
  if (image === undefined) {
    throw new BurstboxError(
      'sandbox',
      `docker needs an image for ${name}; name one in the target file, or use --sandbox cgroup`,
      { name },
    );
  }
  const { args, env } = createArguments(spec, image, hostNetwork);
  const output = await docker(args, { env });
  if (output.exitCode === 0) return;
  if (/no such image/i.test(output.stderr)) {
    throw new BurstboxError(
      'sandbox',
      `the image ${image} is not on this machine; docker pull it, or build it`,
      { image },
    );
  }
  const why = complaint(output);
  throw new BurstboxError(
    'sandbox',
    `docker could not create container ${name} of ${image}: ${why}; ${engineFault(why) ?? 'check the image and the command in the target file'}`,
    { name, image },
  );
}
