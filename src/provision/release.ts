/** The one k6 release that burstbox is made for, and how its official files are named. */
import { BurstboxError } from '../errors.ts';

/** What is downloaded or built. */
export const K6_VERSION = 'v2.2.0';

/** What is accepted when it is already there: any patch of this minor. 2.2 has the web dashboard output built in. */
export const K6_WANTED = 'v2.2.x';

/** Name of the program file on this platform. */
export const K6_FILE = process.platform === 'win32' ? 'k6.exe' : 'k6';

export interface Release {
  archive: string;
  archiveUrl: string;
  checksumsUrl: string;
  /** Path of the program inside the archive. */
  member: string;
}

/** Official archives exist for these alone (k6 v2.2.0, build-release.sh). */
const ARCHIVES: Readonly<Record<string, string>> = {
  'linux-amd64': 'tar.gz',
  'linux-arm64': 'tar.gz',
  'macos-amd64': 'zip',
  'macos-arm64': 'zip',
  'windows-amd64': 'zip',
};

const OFFICIAL_URL = 'https://github.com/grafana/k6/releases/download';

/**
 * The official release files for a platform, such as `linux-amd64`. `K6_RELEASE_BASE_URL` names a mirror: what
 * stands before `/v2.2.0/k6-v2.2.0-linux-amd64.tar.gz`. Undefined when k6 publishes no archive for the platform.
 * @throws BurstboxError `config` when K6_RELEASE_BASE_URL is not a usable URL
 */
export function releaseFor(platform: string, env: NodeJS.ProcessEnv): Release | undefined {
  const extension = ARCHIVES[platform];
  if (extension === undefined) return undefined;
  const folderUrl = `${baseUrl(env)}/${K6_VERSION}`;
  const name = `k6-${K6_VERSION}-${platform}`;
  const archive = `${name}.${extension}`;
  return {
    archive,
    archiveUrl: `${folderUrl}/${archive}`,
    checksumsUrl: `${folderUrl}/k6-${K6_VERSION}-checksums.txt`,
    member: `${name}/${K6_FILE}`,
  };
}

/** This machine in the words of k6's release files, such as `macos-arm64`. */
export function thisPlatform(): string {
  const system = { darwin: 'macos', win32: 'windows' }[process.platform as string] ?? process.platform;
  const machine = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch;
  return `${system}-${machine}`;
}

function baseUrl(env: NodeJS.ProcessEnv): string {
  const given = env.K6_RELEASE_BASE_URL;
  if (given === undefined || given === '') return OFFICIAL_URL;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.username || url?.password || url?.search) {
    throw new BurstboxError(
      'config',
      'K6_RELEASE_BASE_URL holds a user name, password or query, which would end up in logs; use a mirror that needs none of them, or set K6_BIN.',
    );
  }
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new BurstboxError(
      'config',
      `K6_RELEASE_BASE_URL is "${given}", but a URL such as ${OFFICIAL_URL} was expected; correct it or unset it.`,
      { given },
    );
  }
  return given.replace(/\/+$/, '');
}
