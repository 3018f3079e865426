/**
 * How long does a token live? A client that gets a new one on 401 hides tokens that run out too soon: nothing fails, and the
 * service pays with one more login and one more refused request each time.
 */
import { K6_METRIC } from '../../contract/contract.ts';
import { arrivalsDue } from '../../shared/load/shape.ts';
import { FILES } from '../../store/store.ts';
import { clockText, countedText, roundedText } from '../../text/numbers.ts';
import type { Explanation, Found } from '../detector.ts';
import { countOf, type Evidence } from '../evidence.ts';
import { playedSeconds } from '../load/load-clock.ts';

/** The shortest life that people give tokens on purpose. */
const HEALTHY_SECONDS = 60;

/** Only where users can get new tokens: then k6 counts how often they did. */
export function judgeTokens(evidence: Evidence): Found[] {
  const { summary, scenario } = evidence;
  if (summary?.metrics[K6_METRIC.tokenRenewals] === undefined) return [];
  const renewals = countOf(summary, K6_METRIC.tokenRenewals);
  // The area under the levels of a closed load is the time that its users were there.
  const userSeconds = arrivalsDue(scenario.legs, playedSeconds(evidence));
  const lifeSeconds = userSeconds / renewals;
  const isShort = lifeSeconds < HEALTHY_SECONDS;
  const rounded = Number(lifeSeconds.toPrecision(3));
  return [
    {
      detector: 'tokens',
      status: isShort ? 'warning' : 'healthy',
      metric: K6_METRIC.tokenRenewals,
      ...(renewals === 0 ? {} : { value: rounded }),
      limit: HEALTHY_SECONDS,
      unit: 's',
      message: messageOf(renewals, lifeSeconds, isShort),
      restsOnTiming: false,
      evidence: [FILES.summary],
      ...(isShort ? explanation(renewals, evidence) : {}),
    },
  ];
}

function messageOf(renewals: number, lifeSeconds: number, isShort: boolean): string {
  if (renewals === 0) return 'no token expired during the load';
  const text = isShort ? `${roundedText(lifeSeconds)} s` : clockText(lifeSeconds);
  const life = `a token was accepted for ${text} on average`;
  const under = isShort ? `, less than ${HEALTHY_SECONDS} s` : '';
  return `${life}${under}: users got a new one ${countedText(renewals, 'time')}`;
}

function explanation(renewals: number, { summary }: Evidence): Explanation {
  const share = renewals / Math.max(1, countOf(summary, 'http_reqs'));
  return {
    cause: `the service stops accepting tokens early: they expire, are replaced by the next login, or are stored where they get lost`,
    also: [`${Math.round(200 * share)} % of all requests were spent on that`],
    advice:
      'compare the lifetime of a token with what the service announces (expires_in), its clock, and the size of the store that it keeps sessions in',
  };
}
