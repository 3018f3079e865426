/** The OpenAPI document of a service, where it offers one. */
import { parsed } from '../shared/request/answer-value.ts';
import type { Client } from './client.ts';
import { isObject, type Json } from './schema.ts';

/** FastAPI, Swagger, springdoc, drf-spectacular, ASP.NET, NestJS and those who serve a file. */
const PATHS = [
  ...['/openapi.json', '/swagger.json', '/v3/api-docs', '/swagger/v1/swagger.json', '/api/openapi.json'],
  ...[
    '/api/schema/?format=json',
    '/schema/?format=json',
    '/docs/openapi.json',
    '/api-docs',
    '/api-json',
    '/docs-json',
  ],
  ...[
    '/swagger/doc.json',
    '/v2/api-docs',
    '/openapi/v1.json',
    '/api/swagger.json',
    '/api/v1/openapi.json',
    '/api/docs/openapi.json',
  ],
  ...[
    '/docs/json',
    '/documentation/json',
    '/swagger/?format=openapi',
    '/api/schema?format=json',
    '/openapi',
    '/spec',
  ],
];

export interface ApiDocument {
  /** Where it was found. */
  path: string;
  root: Json;
  /** Such as `OpenAPI 3.1.0`. */
  version: string;
}

/** @returns undefined where there is none; `denied` when one may be there for those who say who they are */
export async function findDocument(client: Client): Promise<ApiDocument | undefined> {
  for (const path of PATHS) {
    const answer = await client.send({ method: 'GET', path, headers: { Accept: 'application/json' } });
    const root = answer.status === 200 ? parsed(answer.body.toString('utf8')) : undefined;
    const version = isObject(root) ? versionOf(root) : undefined;
    if (isObject(root) && version !== undefined) return { path, root, version };
  }
  return undefined;
}

function versionOf({ openapi, swagger, paths }: Json): string | undefined {
  if (!isObject(paths)) return undefined;
  if (typeof openapi === 'string' && /^3\.\d[\d.]{0,8}$/.test(openapi)) return `OpenAPI ${openapi}`;
  return swagger === '2.0' ? 'Swagger 2.0' : undefined;
}
