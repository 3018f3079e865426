/** A route as it is typed: `/files`, `DELETE /files/{id}`, `PUT /files/{name}`, `POST /api/docs multipart:document`. Pure. */
import type { ContentForm, HttpMethod } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { plainSecretIn } from '../../plan/targets/secrets-in-paths.ts';
import { hideCredentials } from '../../secrets/credentials.ts';
import { NO_PLACES, type UploadIdea } from './idea.ts';

export interface GivenRoute {
  method?: HttpMethod;
  path: string;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'] as const;
const CONTENT = 'content:';
const FORMS: ContentForm[] = ['png', 'jpeg', 'pdf', 'json', 'csv', 'text'];
const PATH = /^\/([^{}\s]|\{(name|id)\})*$/;

/** @throws BurstboxError usage */
export function routeWords(flag: string, text: string, example: string): GivenRoute {
  const words = text.trim().split(/\s+/);
  const method = METHODS.find((each) => each === words[0]?.toUpperCase());
  const [path, ...more] = method === undefined ? words : words.slice(1);
  const parameter = plainSecretIn(path ?? '');
  if (parameter !== undefined)
    throw new BurstboxError(
      'usage',
      `--${flag}: the parameter "${parameter}" is a secret in plain text, which would end up in the target file; leave it out here, and write it there as "?${parameter}=\${API_TOKEN}"`,
      { flag, parameter },
    );
  if (path === undefined || more.length > 0 || !PATH.test(path))
    throw new BurstboxError(
      'usage',
      `--${flag} ${hideCredentials(text)}: expected a method and a path such as "${example}", with {name} or {id} in place of the file's name or id`,
      { flag },
    );
  return { path, ...(method === undefined ? {} : { method }) };
}

/** @throws BurstboxError usage */
export function uploadWords(text: string): UploadIdea {
  const all = text.trim().split(/\s+/);
  const given = all.findLast((word) => word.startsWith(CONTENT));
  const content = FORMS.find((form) => form === given?.slice(CONTENT.length));
  if (given !== undefined && content === undefined)
    throw new BurstboxError(
      'usage',
      `--upload ${text}: ${given} is not supported; expected content: and one of ${FORMS.join(', ')}`,
      {
        text,
      },
    );
  const words = all.filter((word) => word !== given);
  const style = /^(raw|multipart)(?::(\S+))?$/.exec(words.at(-1) ?? '');
  const { method, path } = routeWords(
    'upload',
    (style === null ? words : words.slice(0, -1)).join(' '),
    'PUT /files/{name}" or "POST /documents multipart:file',
  );
  const isForm = style === null ? method === 'POST' && !path.includes('{name}') : style[1] === 'multipart';
  const shared = {
    path,
    from: 'flag',
    places: NO_PLACES,
    ...(content === undefined ? {} : { content }),
  } as const;
  if (!isForm) return { ...shared, style: 'raw', method: method ?? 'PUT' };
  return { ...shared, style: 'multipart', method: method ?? 'POST', field: style?.[2] ?? 'file' };
}
