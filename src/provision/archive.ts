/** The first way to get a tool: the official release archive, untrusted until its published checksum fits. */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { diskFull, saysDiskFull } from './disk-full.ts';
import { download } from './download.ts';
import { gettingReady, type Job } from './job.ts';
import { runProgram } from './program.ts';
import { type Release, releaseFor } from './release.ts';
import { fileOf, thisPlatform } from './tool.ts';

/** The checksum file of k6 v2.2.0 has under ten lines of about 100 bytes. */
const MAX_CHECKSUMS_BYTES = 65_536;

/** Archives of k6 2.x have about 30 MB. */
const MAX_ARCHIVE_BYTES = 200_000_000;

/**
 * Downloads, checks and unpacks the release archive into `folder` and returns the program's path.
 * @throws BurstboxError `provision` with what went wrong, `machine` when the disk is full, `config` for a bad
 *   address of a mirror, `interrupted`
 */
export async function downloadRelease(job: Job, folder: string): Promise<string> {
  const platform = thisPlatform();
  const { tool } = job;
  const release = releaseFor(tool, platform, job.env);
  if (release === undefined) {
    throw new BurstboxError(
      'provision',
      `${tool.name} ${tool.version} has no release archive for ${platform}; build it with Go.`,
      {
        platform,
      },
    );
  }
  const published = await publishedSha256(job, folder, release);
  const archive = join(folder, release.archive);
  const actual = await downloadArchive(job, release, archive);
  if (actual !== published) throw wrongChecksum(release, published, actual);
  return await unpack(job, release, archive, join(folder, fileOf(tool)));
}

/** The SHA-256 that a checksum file, in the format of sha256sum, gives for a file name. */
export function findSha256(checksums: string, name: string): string | undefined {
  const lines = checksums.split('\n').map((line) => /^([0-9a-f]{64}) [ *](\S+)\s*$/i.exec(line));
  return lines.find((match) => match?.[2] === name)?.[1]?.toLowerCase();
}

async function publishedSha256(job: Job, folder: string, release: Release): Promise<string> {
  const { mirrorVariable } = release;
  const to = join(folder, 'checksums.txt');
  await download({ url: release.checksumsUrl, to, maxBytes: MAX_CHECKSUMS_BYTES, mirrorVariable }, job);
  const sha256 = findSha256(await readFile(to, 'utf8'), release.archive);
  if (sha256 !== undefined) return sha256;
  throw new BurstboxError(
    'provision',
    `${release.checksumsUrl} has no SHA-256 for ${release.archive}; check ${mirrorVariable}.`,
    { url: release.checksumsUrl, archive: release.archive },
  );
}

async function downloadArchive(job: Job, release: Release, to: string): Promise<string> {
  const { mirrorVariable } = release;
  let text = '';
  const report = () => job.progress(`downloading ${job.tool.name} ${job.tool.version}${text}`);
  const onBytes = (bytes: number, totalBytes: number | undefined) => {
    text = `: ${amount(bytes, totalBytes)}`;
  };
  report();
  const ticker = setInterval(report, job.patience.tickMs);
  try {
    return await download(
      { url: release.archiveUrl, to, maxBytes: MAX_ARCHIVE_BYTES, mirrorVariable, onBytes },
      job,
    );
  } finally {
    clearInterval(ticker);
  }
}

function amount(bytes: number, totalBytes: number | undefined): string {
  const megabytes = (value: number) => (value / 1e6).toFixed(1);
  if (!totalBytes) return `${megabytes(bytes)} MB`;
  const percent = Math.floor((bytes / totalBytes) * 100);
  return `${megabytes(bytes)} of ${megabytes(totalBytes)} MB (${percent} %)`;
}

function wrongChecksum(release: Release, published: string, actual: string): BurstboxError {
  return new BurstboxError(
    'provision',
    `${release.archiveUrl} has the SHA-256 ${actual} where ${published} was published, and was discarded; try again, and if this persists do not trust that server.`,
    { url: release.archiveUrl, published, actual },
  );
}

/** Only the one member is read, and its bytes go to a file of our naming: no path in the archive can lead elsewhere. */
async function unpack(job: Job, release: Release, archive: string, to: string): Promise<string> {
  const file = await open(to, 'w', 0o755);
  const limitMs = job.patience.unpackMs;
  try {
    const outcome = await runProgram({
      file: tarProgram(job.env),
      args: ['-xOf', archive, release.member],
      env: job.env,
      limitMs,
      doing: gettingReady(job),
      signal: job.signal,
      stdoutFd: file.fd,
    });
    if (outcome.ended === 'exit' && outcome.code === 0) return to;
    const why = outcome.ended === 'not-started' ? outcome.errorCode : outcome.output.trim();
    if (saysDiskFull(why)) throw diskFull(job.tool, `unpacking ${release.archive}`);
    throw cannotUnpack(release, outcome.ended === 'timeout' ? `it took more than ${limitMs / 1000} s` : why);
  } finally {
    await file.close();
  }
}

/**
 * The archives of macOS and Windows are zips, which only the tar of the system itself (libarchive's) can read: a GNU
 * tar that comes first on PATH cannot.
 */
function tarProgram(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'tar.exe');
  return process.platform === 'darwin' ? '/usr/bin/tar' : 'tar';
}

function cannotUnpack(release: Release, why: string): BurstboxError {
  return new BurstboxError(
    'provision',
    `tar could not take ${release.member} out of ${release.archive} (${why}); check that tar and gzip are installed.`,
    { archive: release.archive, why },
  );
}
