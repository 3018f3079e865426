/** Where the official files of a tool are. */
import { BurstboxError } from '../errors.ts';
import { baseUrlFault } from '../files/base-url.ts';
import { withoutEndSlashes } from '../shared/request/end-slashes.ts';
import { fileOf, type Releases, type Tool } from './tool.ts';

export interface Release {
  archive: string;
  archiveUrl: string;
  checksumsUrl: string;
  /** Path of the program inside the archive. */
  member: string;
  /** What to look at when the answer is not what was expected. */
  mirrorVariable: string;
}

/**
 * The official release files for a platform, such as `linux-amd64`. The tool's mirror variable names a mirror: what
 * stands before `/v2.2.0/k6-v2.2.0-linux-amd64.tar.gz`. Undefined when no archive is published for the platform.
 * @throws BurstboxError `config` when that variable is not a usable URL
 */
export function releaseFor(tool: Tool, platform: string, env: NodeJS.ProcessEnv): Release | undefined {
  const { releases, version } = tool;
  const files = releases?.filesFor(platform, fileOf(tool));
  if (releases === undefined || files === undefined) return undefined;
  const folderUrl = `${baseUrl(tool, releases, env)}/${version}`;
  return {
    archive: files.archive,
    archiveUrl: `${folderUrl}/${files.archive}`,
    checksumsUrl: `${folderUrl}/${files.checksums}`,
    member: files.member,
    mirrorVariable: releases.mirrorVariable,
  };
}

function baseUrl(tool: Tool, releases: Releases, env: NodeJS.ProcessEnv): string {
  const { baseUrl: official, mirrorVariable: name } = releases;
  const given = env[name];
  if (given === undefined || given === '') return official;
  const fault = baseUrlFault(given);
  if (fault === 'extras') {
    throw new BurstboxError(
      'config',
      `${name} contains a user name, password, query or fragment, which would end up in logs; use a mirror that needs none of them, or set ${tool.variable}.`,
    );
  }
  if (fault === 'not-http') {
    throw new BurstboxError(
      'config',
      `${name} is "${given}", but a URL such as ${official} was expected; correct it or unset it.`,
      { given },
    );
  }
  return withoutEndSlashes(given);
}
