/** Requests that never left for the service: how many, why, and what to do. They are none of its failures. */
import { K6_METRIC, UNSENT_KINDS, type UnsentKind } from '../../contract/contract.ts';
import type { DetectorId, Finding } from '../../store/records/records.ts';
import { FILES } from '../../store/store.ts';
import { percentText } from '../../text/numbers.ts';
import { countOf, type Evidence } from '../evidence.ts';

/** Of all requests; with more the load was another than the one that was asked for. */
const MIN_SHARE = 0.01;

const WORDS: Record<UnsentKind, { why: string; action: string }> = {
  descriptors: {
    why: 'k6 may open no more files',
    action: 'raise the limit (`ulimit -n 65536` before the run, or as root), or use fewer VUs (--vus)',
  },
  ports: {
    why: 'no local port was free for a new connection',
    action:
      'use fewer VUs (--vus), keep connections alive on the service, or widen net.ipv4.ip_local_port_range',
  },
  name: {
    why: 'the host name could not be resolved',
    action: 'use the address of the host, or put the name into /etc/hosts for the run',
  },
  tls: {
    why: 'the TLS certificates or versions did not match',
    action:
      'name the CA, or the certificate that the service asks for, under "tls" in the target file (--tls)',
  },
  proxy: {
    why: 'the proxy did not forward them',
    action: 'see the log of the proxy, or leave --proxy out if the service can be reached without it',
  },
  forbidden: {
    why: 'this machine does not allow them',
    action: 'see its firewall, security modules and the k6 flags given by --k6-arg',
  },
  network: {
    why: 'there is no route to the network of the service',
    action: 'see the routes and the state of the interfaces of this machine',
  },
};

interface UnsentRule {
  id: string;
  action: string;
  seen(evidence: Evidence): string | undefined;
}

/** A doubt for each reason, where the load was not whole for it. */
export const UNSENT_RULES: UnsentRule[] = UNSENT_KINDS.map((kind) => ({
  id: `unsent-${kind}`,
  action: WORDS[kind].action,
  seen: (evidence) => (shareOf(kind, evidence) >= MIN_SHARE ? sentence(kind, evidence) : undefined),
}));

/** The same where it hardly mattered; the most frequent reason speaks for all. */
export const FEW_UNSENT: UnsentRule = {
  id: 'few-unsent',
  action: `see the error texts in ${FILES.k6Log}`,
  seen(evidence) {
    const few = UNSENT_KINDS.filter((kind) => countOfKind(kind, evidence) > 0)
      .filter((kind) => shareOf(kind, evidence) < MIN_SHARE)
      .sort((a, b) => countOfKind(b, evidence) - countOfKind(a, evidence));
    return few[0] === undefined ? undefined : sentence(few[0], evidence);
  },
};

/** Whether so much never left that the load was another one, and what it brought about says little of the service. */
export function isLoadCut(evidence: Evidence): boolean {
  return UNSENT_KINDS.some((kind) => shareOf(kind, evidence) >= MIN_SHARE);
}

/** Detectors that conclude from how much was done, and when. */
const OF_THE_WHOLE: DetectorId[] = [
  'hang',
  'stall',
  'degradation',
  'recovery',
  'cascade',
  'arrivals',
  'throughput',
  'breaking-point',
  'catalog-expectations',
];

export function restsOnWholeLoad({ detector }: Pick<Finding, 'detector'>): boolean {
  return OF_THE_WHOLE.includes(detector);
}

function sentence(kind: UnsentKind, evidence: Evidence): string {
  const [count, all] = [countOfKind(kind, evidence), requestsOf(evidence)];
  return `${percentText(count / all)} of the requests never reached the service, because ${WORDS[kind].why}: ${count} of ${all}`;
}

function shareOf(kind: UnsentKind, evidence: Evidence): number {
  const count = countOfKind(kind, evidence);
  return count === 0 ? 0 : count / requestsOf(evidence);
}

function countOfKind(kind: UnsentKind, { summary }: Evidence): number {
  return countOf(summary, K6_METRIC.unsentPrefix + kind);
}

/** Operations of the load, and the requests that became none. */
function requestsOf(evidence: Evidence): number {
  const { passes = 0, fails = 0 } = evidence.summary?.metrics[K6_METRIC.opFailed]?.values ?? {};
  return UNSENT_KINDS.reduce((sum, kind) => sum + countOfKind(kind, evidence), passes + fails);
}
