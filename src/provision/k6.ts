/** The one k6 release that burstbox is made for. */
import type { ReleaseFiles, Tool } from './tool.ts';

const VERSION = 'v2.2.0';

/** Any patch of this minor is accepted. 2.2 has the web dashboard output built in. */
const MINOR = VERSION.slice(0, VERSION.lastIndexOf('.') + 1);

export const K6: Tool = {
  name: 'k6',
  version: VERSION,
  wanted: `${MINOR}x`,
  isWanted: (version) => version.startsWith(MINOR),
  variable: 'K6_BIN',
  versionArgs: ['version'],
  readVersion: parseK6Version,
  installUrl: 'https://grafana.com/docs/k6/latest/set-up/install-k6/',
  diskTakes: '100 MB in its cache, and 2 GB more when Go builds it',
  source: { folder: 'k6-source', package: '.', takes: '2 to 3 minutes on two cores' },
  releases: {
    baseUrl: 'https://github.com/grafana/k6/releases/download',
    mirrorVariable: 'K6_RELEASE_BASE_URL',
    filesFor,
  },
};

/**
 * The version in the output of `k6 version`, `NAME v2.2.0 (commit/0123456789, go1.26.8, linux/amd64)`, where NAME is
 * the file's own and may hold a version of its own, and the commit may be missing (k6 v2.2.0,
 * internal/cmd/version.go). Undefined for any other text.
 */
export function parseK6Version(output: string): string | undefined {
  return /\s(v\d+\.\d+\.\d+\S*) \([^()\n]{0,200}\bgo\d/.exec(output)?.[1];
}

/** Official archives exist for these alone (k6 v2.2.0, build-release.sh). */
const ARCHIVES: Readonly<Record<string, string>> = {
  'linux-amd64': 'tar.gz',
  'linux-arm64': 'tar.gz',
  'macos-amd64': 'zip',
  'macos-arm64': 'zip',
  'windows-amd64': 'zip',
};

function filesFor(platform: string, program: string): ReleaseFiles | undefined {
  const extension = ARCHIVES[platform];
  if (extension === undefined) return undefined;
  const name = `k6-${VERSION}-${platform}`;
  return {
    archive: `${name}.${extension}`,
    checksums: `k6-${VERSION}-checksums.txt`,
    member: `${name}/${program}`,
  };
}
