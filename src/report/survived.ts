/** The verdict in one sentence, which claims no more than was tried: what was played, how hard and for how long, and where. */
import type { Status } from '../contract/contract.ts';
import { peakLevel, totalSeconds } from '../shared/load/shape.ts';
import type { RunRecord, ScenarioPlan, Verdict } from '../store/records/records.ts';
import { clockText, countedText, levelText } from '../text/numbers.ts';

/** More names than these nobody reads in a sentence. */
const MAX_NAMES = 3;

export function survivedText(verdict: Verdict, run: Pick<RunRecord, 'scenarios'>): string {
  const { status, profiles } = verdict;
  if (status === 'healthy') return `Healthy: ${healthyText(verdict, run)}`;
  const places = profiles.filter((profile) => profile.status === status);
  const where = placesText(places, status);
  const others = profiles.filter((profile) => profile.status !== status);
  const rest = others.map(({ name, status: other }) => `; ${name} is ${other}`).join('');
  return `${where === '' ? BEGINS[status].replace(/,$/, '') : `${BEGINS[status]} on ${where}`}${rest}`;
}

const BEGINS: Record<Exclude<Status, 'healthy'>, string> = {
  warning: 'Warning: it survives, but not comfortably,',
  unknown: 'Unknown: this run could not show whether it survives',
  critical: 'Critical: it does not survive',
};

/** Half a minute on one box is no proof for every box and for ever. */
function healthyText({ profiles }: Verdict, run: Pick<RunRecord, 'scenarios'>): string {
  const names = profiles.map(({ name }) => name);
  const where = names.length > MAX_NAMES ? `each of ${names.length} boxes` : joined(names);
  const played = new Set(profiles.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
  const plans = run.scenarios.filter(({ name }) => played.has(name));
  return `it survived the tested load on ${where}${plans.length === 0 ? '' : `: ${loadText(plans)}`}`;
}

/** `5 scenarios of 13 s to 16 s, up to 60 VUs` */
function loadText(plans: ScenarioPlan[]): string {
  const seconds = plans.map(({ legs }) => totalSeconds(legs));
  const [least, most] = [Math.min(...seconds), Math.max(...seconds)].map(clockText);
  const peaks = (['closed', 'open'] as const).flatMap((model) => {
    const levels = plans.filter((plan) => plan.model === model).map(({ legs }) => peakLevel(legs));
    return levels.length === 0 ? [] : [levelText(Math.max(...levels), model)];
  });
  const length = least === most ? least : `${least} to ${most}`;
  return `${countedText(plans.length, 'scenario')} of ${length}, up to ${joined(peaks)}`;
}

/** What all boxes have in common is said once. */
function placesText(places: Verdict['profiles'], status: Status): string {
  const [names = '', ...others] = places.map((profile) => namesText(profile, status));
  const alike = others.length > 0 && names !== '' && others.every((each) => each === names);
  if (alike) return `${joined(places.map(({ name }) => name))} (${names} on each)`;
  return joined(
    places.map((profile) => {
      const own = namesText(profile, status);
      return own === '' ? profile.name : `${profile.name} (${own})`;
    }),
  );
}

/** `soak, upload` */
function namesText({ scenarios }: Verdict['profiles'][number], status: Status): string {
  const alike = scenarios.filter((scenario) => scenario.status === status).map((scenario) => scenario.name);
  const more = alike.length - MAX_NAMES;
  return [...alike.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `a, b and c` */
function joined(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
