import { BurstboxError } from '../../errors.ts';
import { whileMarked } from '../../ledger/marked-processes.ts';
import { ownLedger } from '../../ledger/own.ts';
import { complaint, docker } from './cli.ts';

/** Takes one line for people at a time. */
export type Progress = (line: string) => void;

export interface BuildOptions {
  progress?: Progress;
  buildArgs?: Readonly<Record<string, string>>;
  /** Use the classic builder, which is in every engine and sees the images of this machine. Default: the user's. */
  classic?: boolean;
  /** Ends the build; what was built so far stays in the engine's cache. */
  signal?: AbortSignal;
}

/** Whether the engine has the image; asks no registry. */
export async function hasImage(image: string): Promise<boolean> {
  return (await docker(['image', 'inspect', '--format', '{{.Id}}', image])).exitCode === 0;
}

/** An official slim image is some 80 MB; whoever needs longer pulls it once by hand. */
const PULL_TIMEOUT = '180s';

/**
 * Makes sure that the engine has an image, by pulling it if need be.
 * @throws BurstboxError('sandbox') when it is not here and the registry does not give it
 */
export async function ensureImage(
  image: string,
  progress: Progress = () => {},
  signal?: AbortSignal,
): Promise<void> {
  if (await hasImage(image)) return;
  progress(`pulling ${image}`);
  const output = await whileMarked(ownLedger, 'pull', (mark) =>
    docker(['pull', '--quiet', image], {
      env: { ...process.env, ...mark },
      timeout: PULL_TIMEOUT,
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  if (output.exitCode === 0) return;
  const why = complaint(output);
  throw new BurstboxError(
    'sandbox',
    `the image ${image} is not on this machine and could not be pulled (${why}); docker pull it, or build it`,
    { image, why },
  );
}

/** How the classic builder and BuildKit begin a step; all the rest is of interest only when the build fails. */
const BUILD_STEP = /^(Step \d+\/\d+ |#\d+ \[)/;

/** A service with a compiler in its build takes minutes. */
export const BUILD_TIMEOUT = '30m';

/**
 * Builds an image.
 * @param dockerfile path of the Dockerfile @param context path of the folder that it copies from
 * @param tag name of the image
 * @throws BurstboxError('sandbox') with the last words of the build when it fails
 */
export async function buildImage(
  dockerfile: string,
  context: string,
  tag: string,
  options: BuildOptions = {},
): Promise<void> {
  const { progress = () => {}, buildArgs = {}, classic = false, signal } = options;
  const settings = Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  const env = classic ? { ...process.env, DOCKER_BUILDKIT: '0' } : process.env;
  const output = await whileMarked(ownLedger, 'build', async (mark) => {
    const build = docker(['build', '--file', dockerfile, '--tag', tag, ...settings, context], {
      env: { ...env, ...mark },
      timeout: BUILD_TIMEOUT,
      ...(signal === undefined ? {} : { signal }),
    });
    for await (const line of build) if (BUILD_STEP.test(line)) progress(line);
    return await build;
  });
  if (output.exitCode === 0) return;
  throw new BurstboxError(
    'sandbox',
    `the image ${tag} could not be built: ${complaint(output)}; try docker build -f ${dockerfile} ${context}`,
    { tag, dockerfile, context },
  );
}
