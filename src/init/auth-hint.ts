/** Which --auth a service wants, as far as its document and its refusal say. Pure. */
import { AUTH_FORMS } from './auth-words.ts';
import type { Answer } from './client.ts';
import type { ApiDocument } from './document/document.ts';
import { operationsOf } from './document/operations.ts';
import { isObject, resolved } from './document/schema.ts';
import { prefixesOf } from './document/server-prefixes.ts';

/** The flag, or flags, to add. */
export function authHint(document: ApiDocument | undefined, denied: Answer, baseUrl: string): string {
  const forms = authForms(document, denied, baseUrl);
  const flags = forms.map((form) => `--auth ${form}`).join(' or ');
  return flags === '' ? `--auth with one of ${AUTH_FORMS}` : flags;
}

/** The forms of --auth that it seems to want; empty when nothing says which. */
export function authForms(document: ApiDocument | undefined, denied: Answer, baseUrl: string): string[] {
  const ofDocument = document === undefined ? [] : schemesOf(document, baseUrl);
  const challenge = denied.headers['www-authenticate'] ?? '';
  return [...new Set(ofDocument.length > 0 ? ofDocument : ofChallenge(challenge))];
}

function ofChallenge(challenge: string): string[] {
  if (/\bbasic\b/i.test(challenge)) return ['basic:USER:PASSWORD_ENV'];
  if (/\bbearer\b/i.test(challenge)) return ['bearer:API_TOKEN', 'login:/PATH:USER:PASSWORD_ENV'];
  return [];
}

function schemesOf(document: ApiDocument, baseUrl: string): string[] {
  const { root } = document;
  const components = isObject(root.components) ? root.components : {};
  const schemes = components.securitySchemes ?? root.securityDefinitions;
  const logins = loginsOf(document, baseUrl);
  return Object.values(isObject(schemes) ? schemes : {}).flatMap((each) => {
    const { type, scheme, name, in: where, flows, tokenUrl } = resolved(root, each);
    const password = isObject(flows) ? flows.password : { tokenUrl };
    const path = type === 'oauth2' && isObject(password) ? pathOf(password.tokenUrl, baseUrl) : undefined;
    if (path !== undefined) return [`login:${path}:USER:PASSWORD_ENV:form`];
    if (type === 'basic' || String(scheme).toLowerCase() === 'basic') return ['basic:USER:PASSWORD_ENV'];
    if (type === 'http' && String(scheme).toLowerCase() === 'bearer') return [...logins, 'bearer:API_TOKEN'];
    const isOwnHeader = type === 'apiKey' && where === 'header' && /^[\w-]{1,64}$/.test(String(name));
    if (!isOwnHeader) return [];
    return name === 'Authorization' ? [...logins, 'bearer:API_TOKEN'] : [`header:${name}:API_KEY`];
  });
}

function pathOf(tokenUrl: unknown, baseUrl: string): string | undefined {
  if (typeof tokenUrl !== 'string' || !URL.canParse(tokenUrl, `${baseUrl}/`)) return undefined;
  const { origin, pathname } = new URL(tokenUrl, `${baseUrl}/`);
  return origin === new URL(baseUrl).origin ? pathname : undefined;
}

/** Requests that take a password, by their paths. */
function loginsOf(document: ApiDocument, baseUrl: string): string[] {
  return prefixesOf(document, baseUrl)
    .flatMap((prefix) => operationsOf(document, prefix))
    .filter(
      ({ method, path }) =>
        method === 'POST' && /login|token|auth|sign-?in|session/i.test(path) && !/[{]/.test(path),
    )
    .flatMap(({ path, bodies }) => {
      const body = bodies.find(({ schema }) => {
        const { properties } = resolved(document.root, schema);
        return isObject(properties) && Object.hasOwn(properties, 'password');
      });
      if (body === undefined) return [];
      return [`login:${path}:USER:PASSWORD_ENV:${body.mediaType.includes('json') ? 'json' : 'form'}`];
    })
    .slice(0, 2);
}
