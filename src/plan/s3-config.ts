/** The load of the scenarios of object storage, as a configuration and the environment ask for it. */
import type { S3Load } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { readConfigFile } from '../files/config-file.ts';

/** As schema/s3-config.schema.json has it; `bytes` of a scenario is the size of each of its objects. */
export interface S3Config extends Pick<S3Load, 'users' | 'spawnRate' | 'durationSeconds'> {
  exportIntervalSeconds?: number;
  metricsPort?: number;
  scenarios?: Record<string, S3Load & { bytes?: number }>;
}

/** The environment goes before the file, as flags go before both. */
const VARIABLES = {
  users: { name: 'S3_USERS', most: 50_000 },
  spawnRate: { name: 'S3_SPAWN_RATE', most: 50_000 },
  durationSeconds: { name: 'S3_DURATION_SECONDS', most: 86_400 },
  exportIntervalSeconds: { name: 'S3_EXPORT_INTERVAL_SECONDS', most: 3600 },
  metricsPort: { name: 'S3_METRICS_PORT', most: 65_535 },
} as const satisfies Partial<Record<keyof S3Config, { name: string; most: number }>>;

/** @throws BurstboxError config with the file, the place in it or the variable, the value and what was expected */
export function s3Config(file: string | undefined, env: NodeJS.ProcessEnv = process.env): S3Config {
  const read = file === undefined ? {} : readConfigFile<S3Config>('s3-config', file, wrongRange);
  return { ...read, ...fromEnvironment(env) };
}

function wrongRange({ scenarios = {} }: S3Config): string | undefined {
  for (const [scenario, { sizes = {}, mix = {} }] of Object.entries(scenarios)) {
    if ((mix.delete ?? 0) > (mix.put ?? 0))
      return `/scenarios/${scenario}/mix/delete is ${mix.delete}; expected no more than "put" (${mix.put}): only what is there can be deleted`;
    for (const [size, { bytes }] of Object.entries(sizes))
      if (bytes !== undefined && bytes[0] > bytes[1])
        return `/scenarios/${scenario}/sizes/${size}/bytes is [${bytes.join(', ')}]; expected the smaller one first`;
  }
  return undefined;
}

function fromEnvironment(env: NodeJS.ProcessEnv): Partial<S3Config> {
  return Object.fromEntries(
    Object.entries(VARIABLES).flatMap(([key, { name, most }]) => {
      const text = env[name];
      if (!text) return [];
      const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
      if (value >= 1 && value <= most) return [[key, value]];
      throw new BurstboxError(
        'config',
        `the environment variable ${name} is "${text}"; expected a whole number from 1 to ${most}`,
        { name },
      );
    }),
  );
}
