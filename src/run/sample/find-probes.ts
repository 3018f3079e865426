/** What a service offers of itself, when nobody said: the usual paths are tried, once. */
import { withDeadline } from '../../deadline.ts';
import type { Probes } from '../../plan/targets/targets.ts';
import type { ProbeSilence } from '../../store/records/records.ts';
import type { Adapter, Values } from './adapters/adapter.ts';
import { ADAPTERS } from './adapters/adapters.ts';
import { ask, type Manner, noteSilence } from './ask.ts';
import { shown } from './probes.ts';
import type { Silence } from './silence.ts';

/** The first metrics of a cold JVM on a fraction of a CPU take more than a second. */
const ANSWER_TIMEOUT_MS = 2000;
/** A service that answers nothing costs no more than this. */
const SEARCH_TIMEOUT_MS = 5000;
/** Metrics of tens of MiB, which have begun to come, are waited for as long as a run waits for them. */
const LARGE_PAGE_TIMEOUT_MS = 10_000;
const PPROF_INDEX = '/debug/pprof/';
const MAX_INDEX_BYTES = 64 * 1024;
/** Spring Boot lists there what it shows of itself; the list costs nothing, a dump of all threads does. */
const ACTUATOR_INDEX = '/actuator';
const THREAD_DUMP = '/actuator/threaddump';

/** What is known of a service that may not be asked. */
const NOTHING: Probes = {};

/**
 * The probes to read, by form. Those that the target file names are taken at its word.
 * @param ofProcess whether what is said of the process itself is of use, see readProbes
 */
export async function findProbes(
  baseUrl: string,
  wanted: Probes | 'auto',
  ofProcess: boolean,
  manner: Manner,
  signal: AbortSignal,
): Promise<Probes> {
  if (wanted !== 'auto') return wanted;
  const large: LargePage[] = [];
  const found = await withDeadline(SEARCH_TIMEOUT_MS, signal, async (limited) => {
    const offers = await Promise.all(
      ADAPTERS.map(async ([form, adapter]) => {
        const offer = await firstOffer(baseUrl, [form, adapter], ofProcess, manner, limited, large);
        return offer === undefined ? [] : [{ form, ...offer }];
      }),
    );
    const pprof = await ask(baseUrl + PPROF_INDEX, INDEX, ANSWER_TIMEOUT_MS, manner, limited);
    const actuator = await ask(baseUrl + ACTUATOR_INDEX, LINKS, ANSWER_TIMEOUT_MS, manner, limited);
    return {
      ...useful(offers.flat()),
      ...('values' in pprof ? { pprof: PPROF_INDEX } : {}),
      ...('values' in actuator ? { threads: THREAD_DUMP } : {}),
    };
  }).catch(() => NOTHING);
  const [late] = large.filter(({ form }) => found[form] === undefined);
  return late === undefined
    ? found
    : { ...found, ...(await wholePage(baseUrl, late, ofProcess, manner, signal)) };
}

/** A page that had begun to come when its time was up. */
interface LargePage {
  form: (typeof ADAPTERS)[number][0];
  adapter: Adapter;
  path: string;
}

async function wholePage(
  baseUrl: string,
  { form, adapter, path }: LargePage,
  ofProcess: boolean,
  manner: Manner,
  signal: AbortSignal,
): Promise<Probes> {
  const told = await ask(baseUrl + path, adapter, LARGE_PAGE_TIMEOUT_MS, manner, signal);
  if ('silence' in told) {
    noteSilence(manner, { form, where: path, ...told.silence, asked: 1, told: 0 });
    return NOTHING;
  }
  return Object.keys(shown(told.values, ofProcess)).length > 0 ? { [form]: path } : NOTHING;
}

/** One after the other: a service is not to be met by a burst before its load. */
async function firstOffer(
  baseUrl: string,
  [form, adapter]: (typeof ADAPTERS)[number],
  ofProcess: boolean,
  manner: Manner,
  signal: AbortSignal,
  large: LargePage[],
): Promise<{ path: string; names: string[] } | undefined> {
  const silences: ProbeSilence[] = [];
  for (const path of adapter.paths) {
    const told = await ask(baseUrl + path, adapter, ANSWER_TIMEOUT_MS, manner, signal);
    const names = Object.keys(shown('values' in told ? told.values : {}, ofProcess));
    if (names.length > 0) return { path, names };
    if ('silence' in told && told.isComing) large.push({ form, adapter, path });
    else if ('silence' in told && isWorthAWord(told.silence, adapter))
      silences.push({ form, where: path, ...told.silence, asked: 1, told: 0 });
  }
  for (const silence of silences) noteSilence(manner, silence);
  return undefined;
}

/** What is not there, or leads elsewhere, or is a page for people was only tried; small forms say nothing by their size. */
function isWorthAWord({ kind }: Silence, { keeps }: Adapter): boolean {
  return (
    kind === 'failing' || kind === 'slow' || (keeps !== undefined && (kind === 'large' || kind === 'unknown'))
  );
}

/** What only says again what another says is not asked: it costs the service time. */
function useful(offers: { form: string; path: string; names: string[] }[]): Probes {
  const known = new Set<string>();
  const chosen = offers.filter(({ names }) => {
    const isNew = names.some((name) => !known.has(name));
    for (const name of names) known.add(name);
    return isNew;
  });
  return Object.fromEntries(chosen.map(({ form, path }) => [form, path]));
}

/**
 * Go's own index and its equals lead to the heap and to another profile, by links, addresses or names in JSON; a page that
 * answers every path alike does not.
 */
const INDEX: Pick<Adapter, 'mostBytes' | 'read'> = {
  mostBytes: MAX_INDEX_BYTES,
  read: (body): Values | undefined =>
    leadsTo('heap').test(body) && leadsTo('goroutine|profile|allocs|cpu').test(body) ? {} : undefined,
};

function leadsTo(names: string): RegExp {
  return new RegExp(`(?:["'/=]|^)(?:${names})(?:\\?[^"'\\s]*)?(?:["'>\\s]|$)`, 'm');
}

/** https://docs.spring.io/spring-boot/reference/actuator/endpoints.html (discovery page) */
const LINKS: Pick<Adapter, 'mostBytes' | 'read'> = {
  mostBytes: MAX_INDEX_BYTES,
  read: (body): Values | undefined => {
    const { _links: links } = JSON.parse(body) as { _links?: unknown };
    return typeof links === 'object' && links !== null && Object.hasOwn(links, 'threaddump') ? {} : undefined;
  },
};
