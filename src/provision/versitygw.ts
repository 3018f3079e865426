/** The S3 server that scenarios of the suite s3 are played on where none is named: https://github.com/versity/versitygw, Apache-2.0. */
import type { ReleaseFiles, Tool } from './tool.ts';

const VERSION = 'v1.8.0';
/** Any patch of this minor is accepted; before it there was no health check. */
const MINOR = VERSION.slice(0, VERSION.lastIndexOf('.') + 1);

export const VERSITYGW: Tool = {
  name: 'versitygw',
  version: VERSION,
  wanted: `${MINOR}x`,
  isWanted: (version) => version.startsWith(MINOR),
  variable: 'VERSITYGW_BIN',
  versionArgs: ['--version'],
  readVersion,
  installUrl: 'https://github.com/versity/versitygw/releases',
  diskTakes: '60 MB in its cache, and 2 GB more when Go builds it',
  source: {
    folder: 'versitygw-source',
    package: 'github.com/versity/versitygw/cmd/versitygw',
    ldflags: `-X main.Version=${VERSION}`,
    takes: '2 to 4 minutes on two cores',
  },
  releases: {
    baseUrl: 'https://github.com/versity/versitygw/releases/download',
    mirrorVariable: 'VERSITYGW_RELEASE_BASE_URL',
    filesFor,
  },
};

/** `Version  : 1.8.0`, without the v in its releases (versitygw v1.8.0, cmd/versitygw/main.go and .goreleaser.yaml). */
function readVersion(output: string): string | undefined {
  const number = /^Version {1,8}: v?(\d{1,4}\.\d{1,4}\.\d{1,4}\S{0,40})$/m.exec(output)?.[1];
  return number === undefined ? undefined : `v${number}`;
}

/** In the words of uname: .goreleaser.yaml of v1.8.0. */
const SYSTEMS: Readonly<Record<string, string>> = {
  'linux-amd64': 'Linux_x86_64',
  'linux-arm64': 'Linux_arm64',
  'macos-amd64': 'Darwin_x86_64',
  'macos-arm64': 'Darwin_arm64',
};

function filesFor(platform: string, program: string): ReleaseFiles | undefined {
  const system = SYSTEMS[platform];
  if (system === undefined) return undefined;
  const name = `versitygw_${VERSION}_${system}`;
  return { archive: `${name}.tar.gz`, checksums: 'checksums.txt', member: `${name}/${program}` };
}
