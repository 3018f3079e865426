/** With --base-url alone nothing is known of a service but where it is; that is enough to ping it. */

import { statusOf } from '../../network/status.ts';
import type { Target } from './targets.ts';

/** The reference service's own comes first; the others are where services commonly say that they are well. */
const OTHER_PATHS = ['/health', '/healthz', '/'];
const IS_FINE = [200, 204];
const IS_NO_ROUTE = [404, 405];

/**
 * The target with a path for ping that the service has, where its file has not been given. Only that a path is not there
 * leads to the next: a service that fails or is silent is for the verdict.
 * @param note tells the user which path it is, when it is not the usual one
 */
export async function withPing(target: Target, note: (line: string) => void): Promise<Target> {
  const { baseUrl, name, routes } = target;
  if (baseUrl === undefined || name !== 'reference' || typeof routes.ping !== 'string') return target;
  for (const path of [routes.ping, ...OTHER_PATHS]) {
    const status = await statusOf(baseUrl + path).catch(() => undefined);
    if (status === undefined || !(IS_FINE.includes(status) || IS_NO_ROUTE.includes(status))) return target;
    if (!IS_FINE.includes(status)) continue;
    if (path === routes.ping) return target;
    note(
      `ping asks for ${path}, because the service has no ${routes.ping}; name its routes in a target file`,
    );
    return { ...target, routes: { ...routes, ping: path } };
  }
  return target;
}
