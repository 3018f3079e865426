/** A compose file with the target in each of the boxes, for people who want to look by hand: one service and one profile of compose a box. */
import { dirname, relative, sep } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import type { Profile } from '../../plan/profiles.ts';
import type { Target } from '../../plan/targets/targets.ts';
import { profilingPort } from '../../sandbox/free-port.ts';
import { CPU_PERIOD_US, cpuQuotaUs, memoryAndSwapBytes } from '../../sandbox/limit.ts';
import { HOST, SERVICE_ENV } from '../../sandbox/prepare/service-env.ts';
import { filled, IMAGE_DATA_FOLDER } from '../../sandbox/prepare/stage.ts';
import type { TargetStart } from '../../sandbox/prepare/target-start.ts';
import { type Limits, MAX_TASKS } from '../../store/records/records.ts';
import type { ExportedFile } from '../files.ts';
import { yamlText } from '../yaml.ts';
import { composeEnvironment, literal } from './environment.ts';

/** Where a service listens that does not say where. */
const USUAL_PORT = 8080;
const FILE = 'burstbox.compose.yaml';

/**
 * @param image of a service that ships with burstbox @param folder that the file is written to: paths in it are relative to that
 * @throws BurstboxError usage when the target cannot be put into a container
 */
export function composeFiles(
  target: Target,
  profiles: Profile[],
  folder: string,
  image?: string,
): ExportedFile[] {
  const { start } = target;
  if (start === undefined)
    throw new BurstboxError(
      'usage',
      `export compose: the target "${target.name}" already runs at ${target.baseUrl}; a box needs a target with "start"`,
    );
  if (start.compose !== undefined) return overrides(start, profiles, folder);
  const port = start.port ?? USUAL_PORT;
  const source = sourceOf(target.name, start, folder, image);
  const services = Object.fromEntries(
    profiles.map((profile) => [profile.name, serviceOf(start, profile, port, source)]),
  );
  const remark = [
    `${target.about}: in the boxes of burstbox, to look at by hand.`,
    `docker compose -f ${FILE} --profile ${profiles[0]?.name} up, then http://${HOST}:${port}${target.health}`,
    'All boxes use the same port, so one of them at a time. Limits and network are those of `--sandbox docker` on Linux;',
    'elsewhere replace network_mode by ports, and HOST by 0.0.0.0.',
  ].map((line) => line.replace(/\s+/g, ' '));
  return [{ path: FILE, text: yamlText(remark, [{ services }]) }];
}

/** What the docker driver passes to `docker create` (sandbox/docker/arguments.ts), in the words of compose. */
function serviceOf(start: TargetStart, profile: Profile, port: number, source: object): object {
  const values = {
    host: HOST,
    port: String(port),
    profiling: String(profilingPort(port)),
    data: IMAGE_DATA_FOLDER,
  };
  const [program, ...rest] = (start.command ?? []).map((word) => literal(filled(word, values)));
  const env = { ...profile.env, ...SERVICE_ENV, ...start.env };
  return {
    profiles: [profile.name],
    ...source,
    ...(program === undefined ? {} : { entrypoint: [program], command: rest }),
    network_mode: 'host',
    ...(profile.limits === undefined ? {} : limitsOf(profile.limits)),
    init: true,
    security_opt: ['no-new-privileges'],
    restart: 'no',
    stop_grace_period: `${start.stopSeconds ?? 5}s`,
    environment: {
      ...composeEnvironment(env),
      HOST: values.host,
      PORT: values.port,
      DATA_DIR: values.data,
    },
  };
}

/** As period and quota, for `cpus` refuses more CPUs than the machine has. */
function limitsOf({ cpus, memoryBytes }: Limits): object {
  return {
    cpu_period: CPU_PERIOD_US,
    cpu_quota: cpuQuotaUs(cpus),
    mem_limit: memoryBytes,
    memswap_limit: memoryAndSwapBytes(memoryBytes),
    pids_limit: MAX_TASKS,
  };
}

function sourceOf(name: string, start: TargetStart, folder: string, image = start.image): object {
  if (start.dockerfile !== undefined)
    return {
      build: {
        context: pathFrom(folder, dirname(start.dockerfile)),
        dockerfile: literal(baseOf(start.dockerfile)),
      },
    };
  if (image !== undefined) return { image: literal(image) };
  throw new BurstboxError(
    'usage',
    `export compose: the target "${name}" has no image; give it an "image" or a "dockerfile" in "start"`,
    { name },
  );
}

/** A project of the user's stays as it is: for each box a second file that puts its limits on the service that is measured. */
function overrides({ compose, cwd }: TargetStart, profiles: Profile[], folder: string): ExportedFile[] {
  const { file = cwd, service = '' } = compose ?? {};
  return profiles.map(({ name, limits, env }) => {
    const path = `burstbox.${name}.compose.yaml`;
    const services = {
      [service]: {
        ...(limits === undefined ? {} : limitsOf(limits)),
        environment: composeEnvironment({ ...env, ...SERVICE_ENV }),
      },
    };
    const theirs = pathFrom(folder, file);
    const remark = [
      `The box ${name} of burstbox around ${service}, to look at by hand:`,
      `docker compose -f ${theirs} -f ${path} up`,
    ];
    return { path, text: yamlText(remark, [{ services }]) };
  });
}

function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path).split(sep).join('/') || '.';
  return literal(way.startsWith('.') ? way : `./${way}`);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf(sep) + 1);
}
