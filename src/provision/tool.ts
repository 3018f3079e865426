/** A program that burstbox gets for itself: one of these for each, and everything else in this room is the same for all. */

export interface Tool {
  /** Its name in messages, as a command on PATH, and in the cache. */
  name: string;
  /** What is downloaded or built, such as `v2.2.0`. */
  version: string;
  /** What is accepted when it is already there, in words for people, such as `v2.2.x`. */
  wanted: string;
  isWanted(version: string): boolean;
  /** The environment variable that names one, and then there is no other. */
  variable: `${string}_BIN`;
  /** What makes it print its version, and its version in that; undefined when this is another program. */
  versionArgs: readonly string[];
  readVersion(output: string): string | undefined;
  /** Where people find how to install it. */
  installUrl: string;
  /** Such as `100 MB in its cache, and 2 GB more when Go builds it`. */
  diskTakes: string;
  /** How Go builds it where nothing can be downloaded. */
  source: GoSource;
  /** Undefined for a program whose makers publish none. */
  releases?: Releases;
}

export interface GoSource {
  /** Folder beside this file, with go.mod and go.sum, and main.go unless the package is another module's. */
  folder: string;
  /** The package to build: `.`, or the path of one that go.mod requires by `tool`. */
  package: string;
  /** For the linker, such as `-X main.Version=v1.0.0`. */
  ldflags?: string;
  /** How long it takes, such as `2 to 3 minutes on two cores`. */
  takes: string;
}

/** Archives with one program in each, and a file in the format of sha256sum beside them. */
export interface Releases {
  /** What stands before `/v2.2.0/` in their addresses. */
  baseUrl: string;
  /** The environment variable that names a mirror of it. */
  mirrorVariable: string;
  /** File names for a platform, such as `linux-amd64`; undefined when nothing is published for it. */
  filesFor(platform: string, program: string): ReleaseFiles | undefined;
}

export interface ReleaseFiles {
  archive: string;
  checksums: string;
  /** Path of the program inside the archive. */
  member: string;
}

/** Name of the program file on this platform. */
export function fileOf(tool: Tool): string {
  return process.platform === 'win32' ? `${tool.name}.exe` : tool.name;
}

/** This machine in the words of release files, such as `macos-arm64`. */
export function thisPlatform(): string {
  const system = { darwin: 'macos', win32: 'windows' }[process.platform as string] ?? process.platform;
  const machine = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch;
  return `${system}-${machine}`;
}
