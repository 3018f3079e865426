/** What only the user can say: asked on a terminal, and elsewhere named as the flag that says it. */

import { BurstboxError } from '../errors.ts';
import { plainText } from '../text/plain-text.ts';
import type { Asker } from './ask.ts';
import { authForms, authHint } from './auth-hint.ts';
import { AUTH_FORMS, authWords } from './auth-words.ts';
import type { Client } from './client.ts';
import type { ApiDocument } from './document/document.ts';
import { findStorage, type Storage } from './routes/find-storage.ts';
import type { GivenRoutes } from './routes/given-routes.ts';
import { uploadWords } from './routes/route-words.ts';
import { type SignedIn, signIn } from './sign-in.ts';

const MAX_QUESTIONS = 3;

export async function mayStore(asker: Asker): Promise<boolean> {
  if (!asker.isThere) return true;
  const answer = await asker.ask(
    'Store one 512-byte file on the service and remove it again, to see how it accepts files? [Y/n]',
  );
  return !/^n/i.test(answer);
}

/** A second way to say who asks: the same token otherwise, or what the user now says. */
export async function otherSignIn(
  client: Client,
  signed: SignedIn | undefined,
  refused: NonNullable<Storage['denied']>,
  document: ApiDocument | undefined,
  asker: Asker,
): Promise<SignedIn> {
  if (signed?.other !== undefined) return signed.other;
  if (signed !== undefined || !asker.isThere) throw denied(refused, document, client, signed !== undefined);
  const { idea, answer } = refused;
  const forms = authForms(document, answer, client.baseUrl).join(' or ') || AUTH_FORMS;
  for (let tries = 0; tries < MAX_QUESTIONS; tries++) {
    const words = await asker.ask(
      `${idea.method} ${idea.path} returns ${answer.status}. Which credentials? For example ${forms} (words in capitals are names of environment variables):`,
    );
    try {
      return await signIn(client, authWords(words));
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code === 'interrupted') throw error;
      process.stderr.write(`  ${plainText(error.message)}\n`);
    }
  }
  throw denied(refused, document, client, false);
}

export function denied(
  { idea, answer }: NonNullable<Storage['denied']>,
  document: ApiDocument | undefined,
  client: Client,
  hasSaid: boolean,
): BurstboxError {
  if (hasSaid)
    return new BurstboxError(
      'usage',
      `${idea.method} ${idea.path} returns ${answer.status} despite the credentials; check --auth and the environment variable that it names, or skip files with --read-only`,
      { path: idea.path, status: answer.status },
    );
  const hint = authHint(document, answer, client.baseUrl);
  return new BurstboxError(
    'usage',
    `${idea.method} ${idea.path} returns ${answer.status}: the service requires authentication; add ${hint}, or --read-only to skip files; PASSWORD_ENV, API_TOKEN and the like are names of environment variables`,
    { path: idea.path, status: answer.status },
  );
}

export async function askUpload(
  client: Client,
  document: ApiDocument | undefined,
  given: GivenRoutes,
  asker: Asker,
  before: Storage,
): Promise<Storage> {
  if (!asker.isThere) return before;
  for (let tries = 0; tries < MAX_QUESTIONS; tries++) {
    const words = await asker.ask(
      'How does it accept a file? For example PUT /files/{name}, or POST /documents multipart:file (leave empty if it accepts none):',
    );
    if (words === '') return before;
    try {
      const storage = await findStorage(client, document, { ...given, upload: uploadWords(words) });
      if (storage.found !== undefined) return storage;
      for (const refusal of storage.refusals) process.stderr.write(`  ${plainText(refusal)}\n`);
    } catch (error) {
      if (!(error instanceof BurstboxError) || error.code !== 'usage') throw error;
      process.stderr.write(`  ${plainText(error.message)}\n`);
    }
  }
  return before;
}
