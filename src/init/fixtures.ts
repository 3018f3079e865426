/** What the tests of `init` share. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../root.ts';
import type { Asker } from './ask.ts';
import type { Answer } from './client.ts';
import type { ApiDocument } from './document/document.ts';
import type { Json } from './document/schema.ts';

/** As the framework made it of a small service. */
export function documentOf(framework: 'fastapi' | 'drf-spectacular' | 'springdoc'): ApiDocument {
  const path = join(PROJECT_ROOT, 'src', 'init', 'document', 'recorded', `${framework}.json`);
  return documentWith(JSON.parse(readFileSync(path, 'utf8')));
}

export function documentWith(root: Json): ApiDocument {
  return { path: '/openapi.json', root, version: 'OpenAPI 3' };
}

export function answerWith(body: unknown, changes: Partial<Answer> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status: 200, headers: {}, body: Buffer.from(text), path: '/', ms: 1, ...changes };
}

export const NOBODY: Asker = {
  isThere: false,
  ask: () => Promise.reject(new Error('nobody is there')),
};

/** Gives these answers one after the other, and keeps what it was asked. */
export function somebody(answers: string[]): Asker & { asked: string[] } {
  const asked: string[] = [];
  return {
    isThere: true,
    asked,
    ask(question) {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? '');
    },
  };
}
