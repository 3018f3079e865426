import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SourceMapper } from '@datadog/pprof';
import type { Profile } from 'pprof-format';
import { answerBytes } from './answer.ts';
import { takeCpuProfile, warmUpSampler } from './cpu-profile.ts';
import { startHeapSampler } from './heap-profile.ts';
import { resourceText, takeResourceProfile } from './resource-profile.ts';
import type { Exchange, Route } from './route.ts';
import { ServiceError } from './service-error.ts';

export type Pprof = typeof import('@datadog/pprof');

const compress = promisify(gzip);
const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 300;
const INDEX = `profile?seconds=N  CPU time by function, over the next N seconds (default ${DEFAULT_SECONDS}, at most ${MAX_SECONDS})
heap?gc=1          live heap by the function that allocated it; gc=1 collects garbage first
goroutine?debug=1  active resources of the event loop by type (Node has no goroutines); debug=1 as text
`;

/**
 * /debug/pprof/ as Go's net/http/pprof has it: gzipped profile.proto that `go tool pprof` opens. Starts the heap
 * sampler, which sees only what is allocated after it.
 */
export async function profilingRoutes(): Promise<Route[]> {
  // Loaded only here: it is a native module, and the service must run where there is none for the machine.
  const pprof = await import('@datadog/pprof');
  // The service runs as one bundle whose source map names the files that people know.
  const sources = await pprof.SourceMapper.create([dirname(fileURLToPath(import.meta.url))]);
  warmUpSampler(pprof, sources);
  const takeHeapProfile = startHeapSampler(pprof, sources);
  const profiles: [name: string, take: (exchange: Exchange) => Profile | Promise<Profile>][] = [
    ['profile', (exchange) => cpu(exchange, pprof, sources)],
    ['heap', ({ query }) => takeHeapProfile(query.get('gc') === '1')],
    ['goroutine', () => takeResourceProfile()],
  ];
  return [
    { method: 'GET', path: '/debug/pprof/', kind: 'watch', handle: index },
    ...profiles.map(
      ([name, take]): Route => ({
        method: 'GET',
        path: `/debug/pprof/${name}`,
        kind: 'watch',
        handle: async (exchange) =>
          name === 'goroutine' && isText(exchange)
            ? answerBytes(exchange, 'text/plain; charset=utf-8', resourceText())
            : answerProfile(exchange, await take(exchange)),
      }),
    ),
  ];
}

/** As in Go: debug=1 and debug=2 are for people who read it as it comes. */
function isText({ query }: Exchange): boolean {
  return ['1', '2'].includes(query.get('debug') ?? '');
}

function index(exchange: Exchange): void {
  answerBytes(exchange, 'text/plain; charset=utf-8', INDEX);
}

/** Ends with the connection: nobody is there to read the profile then, and the next one can start. */
async function cpu({ query, response }: Exchange, pprof: Pprof, sources: SourceMapper): Promise<Profile> {
  const seconds = secondsOf(query.get('seconds'));
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return takeCpuProfile(pprof, seconds, sources, gone.signal);
}

function secondsOf(text: string | null): number {
  if (text === null) return DEFAULT_SECONDS;
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new ServiceError('bad_request', `seconds=${text} is not a whole number from 1 to ${MAX_SECONDS}`);
}

async function answerProfile(exchange: Exchange, profile: Profile): Promise<void> {
  answerBytes(exchange, 'application/octet-stream', await compress(profile.encode()));
}
