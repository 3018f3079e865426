/** The way that flags and target ask for, and what of it cannot be. */
import { BurstboxError } from '../errors.ts';
import { answersOnlyOnIpv6, hostOf, isLoopbackName } from '../network/addresses.ts';
import { checkTls, type TlsFiles } from '../network/tls.ts';
import type { Way } from '../network/way.ts';
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
  target: Pick<Target, 'start' | 'baseUrl' | 'tls'>,
): Promise<Way> {
  const way = wantedWay(asked, target);
  if (target.baseUrl === undefined || way.proxy !== undefined) return way;
  return (await answersOnlyOnIpv6(target.baseUrl)) ? { ...way, preferIpv6: true } : way;
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
