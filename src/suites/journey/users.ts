/** Users that a journey may leave, by number, and how they leave. Their tokens are not kept, so each is made known once more before, under its own name. */
import type { Journey, JourneyStep, StoredNote } from '../../contract/contract.ts';
import { mergedHeaders } from '../../shared/request/endpoint.ts';
import { jsonText } from '../../shared/request/long-numbers.ts';
import { statusText } from '../../shared/request/status-text.ts';
import { answerFault } from '../../shared/request/step-answer.ts';
import { fill, fillJson, type Values } from '../../shared/request/template.ts';
import { type Client, type Fate, type Reply, runPrefix } from '../leavings.ts';
import type { Leaves, Removal } from '../suite.ts';

const USUAL_STATUSES = [200, 201, 204];
/** No user of the load gives a text of its own this number. */
const TURN = 'cleanup';

export const USERS: Leaves<'journey', number> = {
  name: 'users',
  what: 'user',
  leftOf,
  remove: removeUser,
};

function leftOf(notes: StoredNote[]): number[] {
  const left = new Set<number>();
  for (const note of notes) {
    if ('user' in note) left.add(note.user);
    if ('gone' in note && /^u\d+$/.test(note.gone)) left.delete(Number(note.gone.slice(1)));
  }
  return [...left];
}

async function removeUser(
  client: Client,
  { enrol = [], headers, leave }: Journey,
  vu: number,
  { seed, dryRun }: Removal,
): Promise<Fate> {
  if (leave === undefined) return { stays: 'the journey has no steps to leave' };
  if (dryRun) return 'removed';
  const user = `${runPrefix(seed)}u${vu}`;
  const values: Values = { user, vu: String(vu), unique: `${user}-${TURN}` };
  const refused =
    (await walk(client, enrol, values, undefined, vu)) ?? (await walk(client, leave, values, headers, vu));
  return refused === undefined ? 'removed' : { stays: `the service does not let it leave (${refused})` };
}

/** @param values to which the steps add what they capture @returns why it went no further, undefined when it went to the end */
async function walk(
  client: Client,
  steps: JourneyStep[],
  values: Values,
  headers: Record<string, string> | undefined,
  vu: number,
): Promise<string | undefined> {
  for (const step of steps) {
    const reply: Reply = await client.send(callOf(step, values, headers), vu);
    if (!(step.expect ?? USUAL_STATUSES).includes(reply.status))
      return `${step.op}: ${statusText(reply.status)}`;
    if (answerFault(step, reply, values) !== undefined) return `${step.op}: unexpected response`;
  }
  return undefined;
}

function callOf(step: JourneyStep, values: Values, ofAll: Record<string, string> | undefined) {
  const { path, method, json, form, text, headers } = step;
  const filledForm = form === undefined ? undefined : (fillJson(form, values) as Record<string, string>);
  const [type, body] =
    json !== undefined
      ? ['application/json', jsonText(fillJson(json, values))]
      : filledForm !== undefined
        ? ['application/x-www-form-urlencoded', new URLSearchParams(filledForm).toString()]
        : [undefined, text === undefined ? undefined : fill(text, values)];
  const usual = type === undefined ? undefined : { 'Content-Type': type };
  const templates = mergedHeaders(mergedHeaders(usual, ofAll), headers) ?? {};
  return {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    path: fill(path, values, encodeURIComponent),
    headers: Object.fromEntries(
      Object.entries(templates).map(([name, value]) => [name, fill(value, values)]),
    ),
    body,
  };
}
