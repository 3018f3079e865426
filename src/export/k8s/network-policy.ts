/** The load goes to the service and to where its figures are kept, and nowhere else. Pure. */
import { isIP, isIPv6 } from 'node:net';
import { hostOf, portOf } from '../../network/addresses.ts';

const DNS = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];
/** Of k6's own API, by which the operator begins the load. */
const API_PORT = 6565;

/** @param urls that the pods may reach */
export function networkPolicy(name: string, urls: string[]): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name },
    spec: {
      podSelector: { matchLabels: { app: 'k6', k6_cr: name, runner: 'true' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ ports: [{ port: API_PORT, protocol: 'TCP' }] }],
      egress: [{ ports: DNS }, ...urls.map(egressTo)],
    },
  };
}

/**
 * A policy knows no names. An address is one; a service of the cluster is in a namespace, where its pods may listen on another
 * port than the service does; of a host outside only the port can be said.
 */
function egressTo(url: string): object {
  const host = hostOf(url);
  const ports = [{ port: portOf(url), protocol: 'TCP' }];
  if (isIP(host) !== 0) return { to: [{ ipBlock: { cidr: `${host}/${isIPv6(host) ? 128 : 32}` } }], ports };
  const [service, namespace, kind, ...more] = host.split('.');
  if (namespace === undefined && service !== undefined) return { to: [{ podSelector: {} }] };
  const isOfCluster =
    kind === undefined ? false : kind === 'svc' && (more.length === 0 || more.join('.') === 'cluster.local');
  if (!isOfCluster) return { ports };
  return { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }] };
}
