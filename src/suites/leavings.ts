/** How what a run has left on a service is asked for and removed: the same for every suite. */
import type { HttpMethod } from '../contract/contract.ts';

export interface Call {
  method: HttpMethod;
  /** Below the base URL. */
  path: string;
  headers?: Record<string, string> | undefined;
  body?: string | undefined;
  /** Goes in front of the service's host, as the bucket of S3 does; absent: the host as it is. */
  subdomain?: string;
}

export interface Reply {
  /** 0: none came, or one that is larger than any file of a load. */
  status: number;
  /** Lower case names. */
  headers: Record<string, string>;
  bytes: Buffer;
  /** The bytes as text. */
  readonly body: string;
}

export interface Client {
  readonly baseUrl: string;
  /** @param vu number of the user of the load that asks @throws BurstboxError target when the service has become silent */
  send(call: Call, vu: number): Promise<Reply>;
}

/** Of one thing; a sentence says why it stays. */
export type Fate = 'removed' | 'gone' | { stays: string };

export const NOT_THERE = [404, 410];

/** What all names of a run begin with. */
export function runPrefix(seed: number): string {
  return `bb-${seed.toString(16)}-`;
}

/** As own names are made: nothing in them leads elsewhere. */
export function isNameOf(prefix: string, name: string): boolean {
  return name.startsWith(prefix) && /^[\w-]+(\.\w{1,16})?$/.test(name.slice(prefix.length));
}
