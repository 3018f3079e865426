/** What an OpenAPI document says that a service can be asked, OpenAPI 2 and 3 in one form. Pure. */

import type { HttpMethod } from '../../contract/contract.ts';
import { fitsPath } from '../../shared/request/stored-file.ts';
import type { ApiDocument } from './document.ts';
import { isObject, type Json, listOf, resolved } from './schema.ts';

export interface Operation {
  method: HttpMethod;
  /** Below the base URL, with the document's own placeholders. */
  path: string;
  /** Its name, summary and description. */
  said: string;
  parameters: Parameter[];
  bodies: Content[];
  /** Of the answers of success. */
  answers: Content[];
}

export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: Json;
}

export interface Content {
  mediaType: string;
  schema: Json;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** The API of a large product has some thousand. */
const MAX_OPERATIONS = 5000;

/** @param prefix what comes before the paths of the document */
export function operationsOf({ root }: ApiDocument, prefix = ''): Operation[] {
  const paths = Object.entries(isObject(root.paths) ? root.paths : {});
  const operations = paths.flatMap(([path, item]) => {
    if (!isPathTemplate(prefix + path) || !isObject(item)) return [];
    return METHODS.flatMap((method): Operation[] => {
      const spec = item[method.toLowerCase()];
      if (!isObject(spec)) return [];
      const parameters = [...listOf(item.parameters), ...listOf(spec.parameters)].map((each) =>
        resolved(root, each),
      );
      return [
        {
          method,
          path: prefix + path,
          said: saidOf(spec),
          parameters: parameters.map(parameterOf),
          bodies: bodiesOf(root, spec, parameters),
          answers: answersOf(root, spec),
        },
      ];
    });
  });
  return operations.slice(0, MAX_OPERATIONS);
}

/** No request line has more room than this. */
const MAX_PATH_CHARS = 2000;

/** Whether it can be asked, said and written into a target file: no spaces or controls, and braces in pairs. */
function isPathTemplate(path: string): boolean {
  if (path.length > MAX_PATH_CHARS || !path.startsWith('/') || /[\p{Cc}\p{Cf}\s#]/u.test(path)) return false;
  return fitsPath(path) && !/[{}]/.test(path.replace(/\{[^{}]+\}/g, ''));
}

function saidOf({ operationId, summary, description }: Json): string {
  const name = typeof operationId === 'string' ? operationId.replace(/([a-z])([A-Z])|_/g, '$1 $2') : '';
  return [name, summary, description].filter((each) => typeof each === 'string').join('. ');
}

function parameterOf(parameter: Json): Parameter {
  const { name, in: where, required, schema } = parameter;
  return {
    name: typeof name === 'string' && fitsPath(name) ? name : '',
    in: String(where ?? ''),
    required: required === true,
    schema: isObject(schema) ? schema : parameter,
  };
}

function bodiesOf(root: Json, spec: Json, parameters: Json[]): Content[] {
  const { content } = resolved(root, spec.requestBody);
  if (isObject(content)) return contentsOf(content);
  const consumes = listOf(spec.consumes ?? root.consumes).map(String);
  const form = parameters.filter((each) => each.in === 'formData');
  if (form.length > 0) {
    const mediaType = form.some(({ type }) => type === 'file') ? 'multipart/form-data' : (consumes[0] ?? '');
    const properties = Object.fromEntries(form.map((each) => [String(each.name), each]));
    const required = form.filter((each) => each.required === true).map(({ name }) => String(name));
    return [{ mediaType, schema: { type: 'object', properties, required } }];
  }
  const body = parameters.find((each) => each.in === 'body');
  if (body === undefined) return [];
  const schema = isObject(body.schema) ? body.schema : {};
  return (consumes.length === 0 ? ['application/json'] : consumes).map((mediaType) => ({
    mediaType,
    schema,
  }));
}

function answersOf(root: Json, spec: Json): Content[] {
  const produces = listOf(spec.produces ?? root.produces).map(String);
  return Object.entries(isObject(spec.responses) ? spec.responses : {})
    .filter(([status]) => /^(2|default)/.test(status))
    .flatMap(([, each]) => {
      const answer = resolved(root, each);
      if (isObject(answer.content)) return contentsOf(answer.content);
      const schema = isObject(answer.schema) ? answer.schema : undefined;
      return schema === undefined
        ? []
        : (produces.length === 0 ? ['application/json'] : produces).map((mediaType) => ({
            mediaType,
            schema,
          }));
    });
}

function contentsOf(content: Json): Content[] {
  return Object.entries(content).map(([mediaType, each]) => ({
    mediaType: mediaType.toLowerCase(),
    schema: isObject(each) && isObject(each.schema) ? each.schema : {},
  }));
}

const IS_HEALTH = /(^|\/)(health|healthz|livez|readyz|ready|status|ping|alive)\/?$/i;

/** Paths by which a document says that the service tells how it is. */
export function healthPaths(operations: Operation[]): string[] {
  return operations
    .filter(({ method, path }) => method === 'GET' && IS_HEALTH.test(path) && !path.includes('{'))
    .map(({ path }) => path)
    .slice(0, MAX_HEALTH_PATHS);
}

const MAX_HEALTH_PATHS = 4;
