/** Which engine a docker command speaks to: what one engine has made is removed by the same, whatever the environment says by then. */
import { docker } from './cli.ts';

/** What picks the engine, and what it takes to speak to it (docker/cli: environment variables). */
const VARIABLES = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
];

/** Variables that lead to one engine. */
export type EngineEnv = Readonly<Record<string, string>>;

/** The engine that docker commands speak to now; a context may also be picked in docker's own configuration. */
export async function engineNow(): Promise<EngineEnv> {
  const set = Object.fromEntries(
    VARIABLES.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : [])),
  ) as Record<string, string>;
  if (set.DOCKER_HOST !== undefined || set.DOCKER_CONTEXT !== undefined) return set;
  const { exitCode, stdout } = await docker(['context', 'inspect', '--format', '{{.Name}}']);
  const context = stdout.trim();
  return exitCode === 0 && context !== '' ? { ...set, DOCKER_CONTEXT: context } : set;
}

/** Options of a docker command for that engine; without one, as the environment says. */
export function toEngine(engine: EngineEnv | undefined): { env?: NodeJS.ProcessEnv } {
  if (engine === undefined) return {};
  const rest = Object.entries(process.env).filter(([name]) => !VARIABLES.includes(name));
  return { env: { ...Object.fromEntries(rest), ...engine } };
}

/** ` in the engine at unix:///run/user/1000/docker.sock`; empty where it is not known. */
export function engineText(engine: EngineEnv | undefined): string {
  const { DOCKER_HOST: host, DOCKER_CONTEXT: context } = engine ?? {};
  if (host !== undefined) return ` in the engine at ${host}`;
  return context === undefined ? '' : ` in the engine of the docker context ${context}`;
}
