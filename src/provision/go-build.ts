/** The second way to get a tool: Go builds the source that its go.sum pins. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { diskFull, saysDiskFull } from './disk-full.ts';
import { gettingReady, type Job } from './job.ts';
import { type Outcome, runProgram } from './program.ts';
import { findOnPath } from './search-path.ts';
import { fileOf, type GoSource } from './tool.ts';

/** What Go prints when it fails, in the order in which the texts are looked for, and what that means to a user. */
const KNOWN_FAILURES: readonly { text: RegExp; means: string }[] = [
  {
    text: /checksum mismatch|SECURITY ERROR|missing go\.sum entry/i,
    means: 'a module does not have the checksum that go.sum pins; do not trust the Go module proxy in use',
  },
  {
    text: /\b(404 Not Found|410 Gone)\b/i,
    means: 'the Go module proxy does not have a module; set GOPROXY to one that has all public modules',
  },
  {
    text: /signal: killed|out of memory|cannot allocate memory/i,
    means: 'the machine ran out of memory; stop other programs and try again',
  },
  {
    text: /dial tcp|proxyconnect|no such host|i\/o timeout|TLS handshake|connection re(fused|set)|module lookup disabled/i,
    means: 'the Go module proxy cannot be reached; check the network, GOPROXY and HTTPS_PROXY',
  },
];

/**
 * Builds the tool in `folder` and returns its path. Takes minutes (k6: 80 to 180 s on two cores), and fetches modules
 * when Go's caches are empty.
 * @throws BurstboxError `provision` with what went wrong, `machine` when the disk is full, `interrupted`
 */
export async function buildFromSource(job: Job, folder: string): Promise<string> {
  const { tool } = job;
  const source = join(job.root, 'src', 'provision', tool.source.folder);
  const go = await findOnPath('go', job.env);
  const needed = await neededGo(source);
  if (go === undefined) {
    throw failure(`There is no Go on PATH; install Go ${needed} or newer (https://go.dev/dl/).`, { needed });
  }
  const workshop: Workshop = { job, go, source, env: buildEnv(job.env, folder) };
  const version = await checkGo(workshop, needed);
  const to = join(folder, fileOf(tool));
  job.progress(
    `building ${tool.name} ${tool.version} from source with Go ${version}: once, ${tool.source.takes}`,
  );
  const outcome = await runBuild(workshop, to);
  if (outcome.ended !== 'exit' || outcome.code !== 0) throw buildFailure(outcome, job);
  return to;
}

/** The lowest Go that can build the tool, from the `go` line of its go.mod. */
async function neededGo(source: string): Promise<string> {
  const goMod = await readFile(join(source, 'go.mod'), 'utf8').catch(() => '');
  const needed = /^go (\S+)$/m.exec(goMod)?.[1];
  if (needed === undefined) {
    throw failure(`There is no go.mod with a go line in ${source}; install burstbox again.`, { source });
  }
  return needed;
}

/**
 * A pinned build must not depend on flags, workspaces or cross-compile targets of the user's own, and needs no C
 * compiler; the official Linux binaries are built without one too. What says where modules come from is left alone.
 */
function buildEnv(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return {
    ...env,
    // GOFLAGS must hold something: when empty, Go takes the one of `go env -w`.
    GOFLAGS: '-mod=readonly -trimpath -buildvcs=false',
    GO111MODULE: 'on',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GOOS: undefined,
    GOARCH: undefined,
    // A build that is killed leaves its work folder behind; here it goes with the staging folder.
    GOTMPDIR: folder,
  };
}

/** Which Go works where, and under which settings. */
interface Workshop {
  job: Job;
  go: string;
  source: string;
  env: NodeJS.ProcessEnv;
}

/** Asks in the source folder, where a Go from 1.21 on first fetches the toolchain that go.mod needs, if it may. */
async function checkGo({ job, go, source, env }: Workshop, needed: string): Promise<string> {
  const limitMs = job.patience.toolchainMs;
  const outcome = await runProgram({
    file: go,
    args: ['version'],
    env,
    cwd: source,
    limitMs,
    doing: gettingReady(job),
    signal: job.signal,
  });
  const printed = outcome.ended === 'exit' && outcome.code === 0 ? outcome.output : '';
  const version = /\bgo(\d+\.\d+(?:\.\d+)?)/.exec(printed)?.[1];
  if (version === undefined) {
    throw failure(`${go} does not work (${said(outcome, limitMs)}); install Go ${needed} or newer.`, {
      go,
      needed,
    });
  }
  if (isOlder(version, needed)) {
    throw failure(`${go} is Go ${version}, and Go ${needed} or newer is needed; install it.`, {
      go,
      version,
      needed,
    });
  }
  return version;
}

function isOlder(version: string, needed: string): boolean {
  return version.localeCompare(needed, 'en', { numeric: true }) < 0;
}

async function runBuild({ job, go, source, env }: Workshop, to: string): Promise<Outcome> {
  const startedMs = Date.now();
  let modules = 0;
  let packages = 0;
  const onLine = (line: string) => {
    if (line.startsWith('go: downloading ')) modules++;
    else packages++;
  };
  const report = () => {
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const fetched = modules === 0 ? '' : `${modules} modules fetched, `;
    job.progress(`building ${job.tool.name}: ${fetched}${packages} packages compiled, ${seconds} s`);
  };
  const ticker = setInterval(report, job.patience.tickMs);
  try {
    return await runProgram({
      file: go,
      // -v names each package as it is compiled.
      args: ['build', '-v', '-o', to, ...linker(job.tool.source), job.tool.source.package],
      env,
      cwd: source,
      limitMs: job.patience.buildMs,
      doing: gettingReady(job),
      signal: job.signal,
      onLine,
    });
  } finally {
    clearInterval(ticker);
  }
}

function linker({ ldflags }: GoSource): string[] {
  return ldflags === undefined ? [] : [`-ldflags=${ldflags}`];
}

function buildFailure(outcome: Outcome, { tool, patience }: Job): BurstboxError {
  const output = outcome.ended === 'not-started' ? '' : outcome.output;
  if (saysDiskFull(output)) return diskFull(tool, `building ${tool.name}`);
  const known = KNOWN_FAILURES.find(({ text }) => text.test(output));
  const detail = said(outcome, patience.buildMs);
  return failure(`The Go build failed: ${known ? `${known.means} (${detail}).` : `${detail}.`}`, { output });
}

/** The last line, since Go prints what it gave up on last. */
function said(outcome: Outcome, limitMs: number): string {
  if (outcome.ended === 'not-started') return `it cannot be started: ${outcome.errorCode}`;
  if (outcome.ended === 'timeout') return `it took more than ${limitMs / 1000} s`;
  return outcome.output.trim().split('\n').at(-1) || `exit code ${outcome.code} and no output`;
}

function failure(message: string, facts: Record<string, unknown>): BurstboxError {
  return new BurstboxError('provision', message, facts);
}
