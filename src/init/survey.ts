/** Looks at a running service and finds out what a target file says of it. */
import { BurstboxError } from '../errors.ts';
import { findProbes } from '../sample/find-probes.ts';
import { probeUrl } from '../sample/probes.ts';
import type { Probes } from '../targets.ts';
import type { Asker } from './ask.ts';
import { authHint } from './auth-hint.ts';
import { authWords } from './auth-words.ts';
import type { Client } from './client.ts';
import { type ApiDocument, findDocument } from './document.ts';
import { documentIdeas } from './document-ideas.ts';
import { findStorage, type Storage } from './find-storage.ts';
import { type FoundHealth, findHealth } from './health.ts';
import { healthPaths, operationsOf } from './operations.ts';
import { uploadWords } from './route-words.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import type { Wishes } from './wishes.ts';

export interface Survey {
  health: FoundHealth;
  document?: ApiDocument;
  auth?: SignedIn['auth'];
  storage: Storage;
  /** All that it offers; `written` are those that would not be found again by themselves. */
  probes: Probes;
  written?: Probes;
  notes: string[];
}

const MOST_QUESTIONS = 3;

export async function surveyOf(
  client: Client,
  wishes: Wishes,
  asker: Asker,
  signal: AbortSignal,
): Promise<Survey> {
  let signed = wishes.auth === undefined ? undefined : await signIn(client, wishes.auth);
  if (signed !== undefined) client.carry(signed.headers);
  const document = await findDocument(client);
  const documented = document === undefined ? [] : healthPaths(operationsOf(document, client.baseUrl));
  const health = await findHealth(client, wishes.given.health?.path, documented);
  const found = await findProbes(client.baseUrl, 'auto', true, signal);
  const probes = { ...found, ...wishes.probes };
  const notes = await silentProbes(client.baseUrl, wishes.probes, signal);
  const isStoring = !wishes.readOnly && (await mayStore(asker));
  let storage = isStoring
    ? await findStorage(client, document, wishes.given)
    : unstored(wishes, document, client);
  if (storage.found === undefined && storage.denied !== undefined) {
    signed = await otherSignIn(client, signed, storage.denied, document, asker);
    client.carry(signed.headers);
    storage = await findStorage(client, document, wishes.given);
    if (storage.found === undefined && storage.denied !== undefined)
      throw denied(storage.denied, document, client);
  }
  if (storage.found === undefined && isStoring && wishes.given.upload === undefined)
    storage = await askUpload(client, document, wishes, asker, storage);
  return {
    health,
    storage,
    probes,
    notes,
    ...(document === undefined ? {} : { document }),
    ...(signed === undefined ? {} : { auth: signed.auth }),
    ...(Object.keys(wishes.probes).length === 0 ? {} : { written: probes }),
  };
}

async function silentProbes(baseUrl: string, given: Probes, signal: AbortSignal): Promise<string[]> {
  const looked = Object.entries(given).map(async ([form, where]) => {
    const answer = await fetch(probeUrl(baseUrl, where), {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
    }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.ok === true ? [] : [`the ${form} probe at ${where} gives no answer`];
  });
  return (await Promise.all(looked)).flat();
}

const PROBE_MS = 2000;

async function mayStore(asker: Asker): Promise<boolean> {
  if (!asker.isThere) return true;
  const answer = await asker.ask(
    'May one file of 512 bytes be stored on the service, and removed again, to see how it takes files? [Y/n]',
  );
  return !/^n/i.test(answer);
}

/** What the document or the user says, untried. */
function unstored({ given }: Wishes, document: ApiDocument | undefined, client: Client): Storage {
  const idea =
    given.upload ?? (document === undefined ? undefined : documentIdeas(document, client.baseUrl)[0]);
  if (idea === undefined) return { refusals: [] };
  const hole = idea.path.includes('{name}') ? '{name}' : '{id}';
  const place = (path: string | undefined) => path?.split('{}').join(hole);
  const { lists, downloads, removes } = idea.places;
  const [list, download, remove] = [
    given.list?.path ?? lists[0],
    given.download?.path ?? place(downloads[0]),
    given.remove?.path ?? place(removes[0]),
  ];
  const { from, places, method, style, ...rest } = idea;
  const usual = style === 'raw' ? 'PUT' : 'POST';
  const routes = {
    upload: {
      style,
      ...(method === usual ? {} : { method }),
      ...rest,
      ...(hole === '{id}' ? { id: { json: 'id' } } : {}),
    },
    ...(list === undefined ? {} : { list }),
    ...(download === undefined ? {} : { download }),
    ...(remove === undefined ? {} : { remove }),
  };
  return {
    found: { routes, notes: ['the routes of files were not tried'], isProven: false, idea },
    refusals: [],
  };
}

/** A second way to say who asks: the same token otherwise, or what the user now says. */
async function otherSignIn(
  client: Client,
  signed: SignedIn | undefined,
  refused: NonNullable<Storage['denied']>,
  document: ApiDocument | undefined,
  asker: Asker,
): Promise<SignedIn> {
  if (signed?.other !== undefined) return signed.other;
  if (signed !== undefined || !asker.isThere) throw denied(refused, document, client);
  const { idea, answer } = refused;
  const hint = authHint(document, answer, client.baseUrl).replaceAll('--auth ', '');
  for (let tries = 0; tries < MOST_QUESTIONS; tries++) {
    const words = await asker.ask(
      `${idea.method} ${idea.path} answers ${answer.status}. Who asks? ${hint} (the words in capitals are names of environment variables):`,
    );
    try {
      return await signIn(client, authWords(words));
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code === 'interrupted') throw error;
      process.stderr.write(`  ${error.message}\n`);
    }
  }
  throw denied(refused, document, client);
}

function denied(
  { idea, answer }: NonNullable<Storage['denied']>,
  document: ApiDocument | undefined,
  client: Client,
): BurstboxError {
  const hint = authHint(document, answer, client.baseUrl);
  return new BurstboxError(
    'usage',
    `${idea.method} ${idea.path} answers ${answer.status}: the service wants to know who asks; add ${hint}, or --read-only to leave files out; PASSWORD_ENV, API_TOKEN and the like are names of environment variables`,
    { path: idea.path, status: answer.status },
  );
}

async function askUpload(
  client: Client,
  document: ApiDocument | undefined,
  { given }: Wishes,
  asker: Asker,
  before: Storage,
): Promise<Storage> {
  if (!asker.isThere) return before;
  for (let tries = 0; tries < MOST_QUESTIONS; tries++) {
    const words = await asker.ask(
      'How does it take a file? Such as PUT /files/{name}, or POST /documents multipart:file (nothing: it takes none):',
    );
    if (words === '') return before;
    try {
      const storage = await findStorage(client, document, { ...given, upload: uploadWords(words) });
      if (storage.found !== undefined) return storage;
      for (const refusal of storage.refusals) process.stderr.write(`  ${refusal}\n`);
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code !== 'usage') throw error;
      process.stderr.write(`  ${error.message}\n`);
    }
  }
  return before;
}
