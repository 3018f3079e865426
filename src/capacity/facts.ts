/** What is known of the service besides what is stored on it, for whoever compares two campaigns. */
import { execFileSync } from 'node:child_process';
import { withDeadline } from '../deadline.ts';
import { request } from '../network/way.ts';
import { dateAhead } from '../shared/request/told-time.ts';
import type {
  CampaignFacts,
  CapacityConfig,
  DiskFact,
  Source,
  SourceFact,
} from '../store/records/records.ts';
import { diskOf } from './limits.ts';

const ANSWER_TIMEOUT_MS = 10_000;
/** Where services tell what a token may do: OAuth 2 scopes as GitHub and others send them. */
const SCOPE_HEADERS = ['x-oauth-scopes', 'x-scope', 'x-role', 'x-user-role'];
/** Claims of a JSON Web Token that say the same (RFC 8693 §4.2, RFC 9068 §2.2.3.1). */
const SCOPE_CLAIMS = ['scope', 'scp', 'roles', 'role', 'groups', 'permissions'];
const MAX_CHARS = 200;

/** @param who the headers that say who asks */
export async function factsBefore(
  config: CapacityConfig,
  dataFolder: string | undefined,
  healthUrl: string,
  who: Record<string, string>,
): Promise<CampaignFacts> {
  const { service, frontend, database } = config;
  const disk = diskFact(dataFolder);
  const { headers, clockAheadSeconds } = await answerOf(healthUrl, who);
  const scope = scopeIn(headers) ?? scopeOfToken(who);
  return {
    ...(service === undefined ? {} : { service: sourceFact(service) }),
    ...(frontend === undefined ? {} : { frontend: sourceFact(frontend) }),
    ...(database === undefined ? {} : { database }),
    ...(disk === undefined ? {} : { diskBefore: disk }),
    ...(scope === undefined ? {} : { scope }),
    ...(clockAheadSeconds === undefined ? {} : { clockAheadSeconds }),
  };
}

export function diskFact(dataFolder: string | undefined): DiskFact | undefined {
  return dataFolder === undefined ? undefined : diskOf(dataFolder);
}

/** What git knows of a checkout is more certain than what somebody has typed. */
function sourceFact({ commit, path }: Source): SourceFact {
  if (path === undefined) return commit === undefined ? {} : { commit };
  const git = (...words: string[]) => {
    try {
      return execFileSync('git', ['-C', path, ...words], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      return undefined;
    }
  };
  const head = git('rev-parse', 'HEAD') ?? commit;
  const status = git('status', '--porcelain');
  return {
    path,
    ...(head === undefined ? {} : { commit: head }),
    ...(status === undefined ? {} : { dirty: status !== '' }),
  };
}

async function answerOf(
  url: string,
  who: Record<string, string>,
): Promise<{ headers: Record<string, string>; clockAheadSeconds?: number }> {
  try {
    const sentMs = Date.now();
    const answer = await withDeadline(ANSWER_TIMEOUT_MS, undefined, (signal) =>
      request(url, { headers: who, redirect: 'manual', signal }),
    );
    await answer.body?.cancel();
    const headers = Object.fromEntries(answer.headers);
    const ahead = dateAhead(headers, { sentMs, receivedMs: Date.now() });
    return { headers, ...(ahead === undefined ? {} : { clockAheadSeconds: ahead }) };
  } catch {
    return { headers: {} };
  }
}

function scopeIn(headers: Record<string, string>): string | undefined {
  const told = SCOPE_HEADERS.flatMap((name) => headers[name] ?? []).join(', ');
  return told === '' ? undefined : told.slice(0, MAX_CHARS);
}

/** Only what it says of rights: whose it is, is nobody's business. */
function scopeOfToken(who: Record<string, string>): string | undefined {
  const [, payload] = /\b[\w-]+\.([\w-]+)\.[\w-]+$/.exec(who.Authorization ?? '') ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    const told = SCOPE_CLAIMS.flatMap((name) =>
      claims[name] === undefined ? [] : `${name}: ${[claims[name]].flat().join(' ')}`,
    );
    return told.length === 0 ? undefined : told.join(', ').slice(0, MAX_CHARS);
  } catch {
    return undefined;
  }
}
