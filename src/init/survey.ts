/** Looks at a running service and finds out what a target file says of it. */

import type { Probes } from '../plan/targets/targets.ts';
import { type Manner, mannerOf } from '../run/sample/ask.ts';
import { findProbes } from '../run/sample/find-probes.ts';
import { trialOfProbes } from '../run/sample/trial-of-probes.ts';
import type { Asker } from './ask.ts';
import type { Client } from './client.ts';
import { type ApiDocument, findDocument } from './document/document.ts';
import { healthPaths, operationsOf } from './document/operations.ts';
import { prefixesOf } from './document/server-prefixes.ts';
import { type FoundHealth, findHealth } from './health.ts';
import { type FoundS3, findS3 } from './object-storage.ts';
import { askUpload, denied, mayStore, otherSignIn } from './questions.ts';
import { asNamed } from './routes/as-named.ts';
import { findRead } from './routes/find-read.ts';
import { findStorage, type Storage } from './routes/find-storage.ts';
import { untried } from './routes/untried.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import type { Wishes } from './wishes.ts';

/** One that answers 401 to everything refuses every path that is tried. */
const MAX_REFUSED_NAMED = 3;

export interface Survey {
  health: FoundHealth;
  document?: ApiDocument;
  auth?: SignedIn['auth'];
  storage: Storage;
  /** Paths that can be read of a service that takes no files. */
  read: string[];
  /** All that it offers; `written` are those that would not be found again by themselves. */
  probes: Probes;
  written?: Probes;
  notes: string[];
  /** The endpoint speaks S3, and was looked at no further. */
  s3?: FoundS3;
}

export async function surveyOf(
  client: Client,
  wishes: Wishes,
  asker: Asker,
  signal: AbortSignal,
): Promise<Survey> {
  const s3 = isAskedForRoutes(wishes) ? undefined : await findS3(client, wishes.given.health?.path);
  if (s3 !== undefined)
    return { health: s3.health, storage: { refusals: [] }, read: [], probes: {}, notes: [], s3 };
  let signed = wishes.auth === undefined ? undefined : await signIn(client, wishes.auth);
  if (signed !== undefined) client.carry(signed.headers);
  const { document, notes: unread } = await findDocument(client);
  const documented =
    document === undefined
      ? []
      : prefixesOf(document, client.baseUrl).flatMap((prefix) => healthPaths(operationsOf(document, prefix)));
  const health = await findHealth(client, wishes.given.health?.path, documented);
  const manner = mannerOf();
  const found = await findProbes(client.baseUrl, 'auto', true, manner, signal);
  const probes = { ...found, ...wishes.probes };
  const notes = [
    ...hostNotes(client, health),
    ...unread,
    ...refusedProbes(manner),
    ...silentProbes(manner, wishes.probes),
    ...(await trialOfProbes(client.baseUrl, wishes.probes, signal)),
  ];
  const isStoring = !wishes.readOnly && (await mayStore(asker));
  let storage = isStoring
    ? await findStorage(client, document, wishes.given)
    : untried(wishes.given, document, client.baseUrl);
  if (storage.found === undefined && storage.denied !== undefined) {
    signed = await otherSignIn(client, signed, storage.denied, document, asker);
    client.carry(signed.headers);
    storage = await findStorage(client, document, wishes.given);
    if (storage.found === undefined && storage.denied !== undefined)
      throw denied(storage.denied, document, client, true);
  }
  if (storage.found === undefined && isStoring && wishes.given.upload === undefined)
    storage = await askUpload(client, document, wishes.given, asker, storage);
  if (storage.found === undefined && wishes.given.upload !== undefined)
    storage = asNamed(wishes.given, storage.refusals);
  return {
    health,
    storage,
    read: storage.found === undefined ? await findRead(client) : [],
    probes,
    notes,
    ...(document === undefined ? {} : { document }),
    ...(signed === undefined ? {} : { auth: signed.auth }),
    ...(Object.keys(wishes.probes).length === 0 ? {} : { written: probes }),
  };
}

/** Who names routes or a way to sign in knows that it is something else. */
function isAskedForRoutes({ auth, given }: Wishes): boolean {
  const { health: _, ...routes } = given;
  return auth !== undefined || Object.keys(routes).length > 0;
}

function hostNotes(client: Client, { refusal }: FoundHealth): string[] {
  if (refusal === undefined) return [];
  const said = client
    .said(refusal)
    .replace(/<[^<>]*>/g, ' ')
    .trim();
  const { host } = new URL(client.baseUrl);
  return [
    `every path returns ${refusal.status}${said === '' ? '' : ` (${said})`}: the service may not accept the host name ${host} (allow it in its settings, such as ALLOWED_HOSTS, or use a name that it accepts in --base-url), or it wants something else of every request`,
  ];
}

function refusedProbes({ refused }: Manner): string[] {
  if (refused.size === 0) return [];
  const others = refused.size - MAX_REFUSED_NAMED;
  const named = [...refused].slice(0, MAX_REFUSED_NAMED).join(', ');
  return [
    `${named}${others > 0 ? ` and ${others} other paths` : ''} may show more to authenticated clients: "probes": {"headers": …} in the file`,
  ];
}

/** Of those that were only tried; one in whose form another place was named is of no interest. */
function silentProbes({ silent }: Manner, given: Probes): string[] {
  return [...silent.values()]
    .filter(({ form }) => !Object.hasOwn(given, form))
    .map(({ form, where, why }) => `the ${form} probe at ${where} returns no data: ${why}`);
}
