/** A compose project of the user's as a target: which services it has, and what must be there before one can be measured. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import { readText } from '../../files/text-file.ts';
import { didYouMean } from '../../text/spelling.ts';
import { type Compose, compose, composeComplaint, findCompose } from './cli.ts';
import { type ComposeService, parseServices } from './config.ts';

export interface ComposeTarget {
  /** Absolute path. */
  file: string;
  /** The one that is measured. */
  service: string;
}

export interface ComposeProject extends ComposeTarget {
  compose: Compose;
  measured: ComposeService;
  /** Services that run beside it. */
  others: string[];
  /** Names of the images that the file has built, by service: the same in every run, so that they are built once. */
  builtImages: Record<string, string>;
  /** Images that it takes from elsewhere. */
  pulledImages: string[];
  isBuilt: boolean;
  /** `version` of the file, which a second file must repeat; newer files have none. */
  version: string | undefined;
}

/** Any will do while nothing is started. */
const SOME_PORT = '1';

/**
 * @param port fixed, or undefined when each start has another
 * @throws BurstboxError('config') when the file is broken or has no such service, 'sandbox' without compose
 */
export async function readProject(target: ComposeTarget, port: number | undefined): Promise<ComposeProject> {
  const { file, service } = target;
  const text = readText(file);
  const found = await findCompose();
  const output = await compose(found.command, ['-f', file, 'config'], {
    cwd: dirname(file),
    env: { ...process.env, PORT: String(port ?? SOME_PORT) },
  });
  if (output.exitCode !== 0)
    throw new BurstboxError(
      'config',
      `${file} is not a compose file that can be started: ${composeComplaint(output)}; try ${found.command.join(' ')} -f ${file} config`,
      { file },
    );
  const services = parseServices(output.stdout);
  const names = [...services.keys()];
  const measured = services.get(service);
  if (measured === undefined)
    throw new BurstboxError(
      'config',
      `/start/compose/service is "${service}", which ${file} does not have${didYouMean(service, names)}; it has ${names.join(', ')}`,
      { file, service },
    );
  const built = [...services].filter(([, { build, image }]) => build && image === undefined);
  return {
    ...target,
    compose: found,
    measured,
    others: names.filter((name) => name !== service),
    builtImages: Object.fromEntries(built.map(([name]) => [name, builtImage(file, name)])),
    version: /^version: *['"]?([\d.]+)['"]?\s*$/m.exec(text)?.[1],
    pulledImages: [...services.values()].flatMap(({ build, image }) => (build ? [] : (image ?? []))),
    isBuilt: [...services.values()].some(({ build }) => build),
  };
}

/** What it asks for on top of the file: in JSON, which is YAML too. */
export function overrideText(
  { builtImages, version }: ComposeProject,
  services: Record<string, object> = {},
): string {
  const all = Object.fromEntries(
    [...new Set([...Object.keys(builtImages), ...Object.keys(services)])].map((name) => [
      name,
      { ...(builtImages[name] === undefined ? {} : { image: builtImages[name] }), ...services[name] },
    ]),
  );
  return JSON.stringify({ ...(version === undefined ? {} : { version }), services: all });
}

/** Named by where it is built, as the image of a Dockerfile is. */
function builtImage(file: string, service: string): string {
  const hash = createHash('sha256').update(`${file}\0${service}`).digest('hex').slice(0, 16);
  return `burstbox-target:${hash}`;
}
