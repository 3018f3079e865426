/** The way that flags and target ask for, and what of it cannot be. */
import { isIP, isIPv4, isIPv6 } from 'node:net';
import { BurstboxError } from '../errors.ts';
import {
  addressesOf,
  answersOnlyOnIpv6,
  hostOf,
  isLoopbackAddress,
  isLoopbackName,
} from '../network/addresses.ts';
import { checkTls, type TlsFiles } from '../network/tls.ts';
import type { Way } from '../network/way.ts';
import { isLocalName, localNames } from '../shared/request/local-names.ts';
import type { Target } from './targets/targets.ts';

export interface AskedWay {
  proxy?: string;
  tls?: TlsFiles;
}

/** @throws BurstboxError usage when the proxy could not be used; config when a file of `tls` is not what it should be */
export function wantedWay(
  { proxy, tls: asked }: AskedWay,
  { start, baseUrl, tls: described }: Pick<Target, 'start' | 'baseUrl' | 'tls'>,
): Way {
  if (proxy !== undefined) refuseIdleProxy(start === undefined ? baseUrl : undefined);
  const tls = asked ?? described;
  if (tls !== undefined) checkTls(tls, asked === undefined ? 'the target file, /tls' : '--tls');
  if (asked !== undefined && !(start === undefined && baseUrl?.startsWith('https:')))
    throw new BurstboxError(
      'usage',
      '--tls is for a service that runs at an https URL; name it with --base-url, or leave --tls out',
    );
  return { ...(proxy === undefined ? {} : { proxy }), ...(tls === undefined ? {} : { tls }) };
}

/** The same, with what is found out of the host: asks nothing of the service but whether it takes connections. */
export async function wayTo(
  asked: AskedWay,
  target: Pick<Target, 'start' | 'baseUrl' | 'tls' | 's3'>,
): Promise<Way> {
  const way = wantedWay(asked, target);
  if (target.baseUrl === undefined) return way;
  const hasBucketsBefore = target.s3?.style === 'virtual-host';
  if (hasBucketsBefore) refuseAddress(target.baseUrl);
  if (way.proxy !== undefined) return way;
  const preferIpv6 = await answersOnlyOnIpv6(target.baseUrl);
  const names = await namesOf(hostOf(target.baseUrl), hasBucketsBefore, preferIpv6);
  return {
    ...way,
    ...(preferIpv6 ? { preferIpv6 } : {}),
    ...(names === undefined ? {} : { names }),
  };
}

/** What stands before the name of this machine leads to it too; where other names lead is for the resolver to say. */
async function namesOf(
  host: string,
  hasBucketsBefore: boolean,
  preferIpv6: boolean,
): Promise<Record<string, string> | undefined> {
  if (!hasBucketsBefore && !isLocalName(host)) return undefined;
  const addresses = await addressesOf(host);
  if (addresses.length === 0 || !addresses.every(isLoopbackAddress)) return undefined;
  const [four, six] = [addresses.find(isIPv4), addresses.find(isIPv6)];
  return localNames(host, (preferIpv6 ? six : four) ?? addresses[0]);
}

function refuseAddress(baseUrl: string): void {
  if (isIP(hostOf(baseUrl)) === 0) return;
  throw new BurstboxError(
    'config',
    `/s3/style of the target file is "virtual-host", and ${baseUrl} has an address in place of a name, before which no bucket can stand; expected a name, such as http://s3.localhost:9000 (what ends in .localhost is always this machine), or "style": "path"`,
    { baseUrl },
  );
}

function refuseIdleProxy(baseUrl: string | undefined): void {
  if (baseUrl === undefined)
    throw new BurstboxError(
      'usage',
      '--proxy: burstbox starts this service itself, on this machine; a proxy is for one that runs elsewhere (--base-url)',
    );
  const host = hostOf(baseUrl);
  if (isLoopbackName(host))
    throw new BurstboxError(
      'usage',
      `--proxy: no proxy is ever used for ${host}, which is this machine; leave --proxy out, or use another host name for the service`,
      { host },
    );
}
