/** The OpenAPI document of a service, where it offers one. */
import { type Answer, type Client, sizeText } from '../client.ts';
import { linksOfPage } from './document-pages.ts';
import { type DocumentText, documentIn } from './document-text.ts';

/** FastAPI, Swagger, springdoc, drf-spectacular, ASP.NET, NestJS and those who serve a file. */
const PATHS = [
  ...['/openapi.json', '/swagger.json', '/v3/api-docs', '/swagger/v1/swagger.json', '/api/openapi.json'],
  ...['/api/schema/?format=json', '/schema/?format=json', '/docs/openapi.json', '/api-docs', '/api-json'],
  ...['/docs-json', '/swagger/doc.json', '/v2/api-docs', '/openapi/v1.json', '/api/swagger.json'],
  ...['/api/v1/openapi.json', '/api/docs/openapi.json', '/docs/json', '/documentation/json'],
  ...['/swagger/?format=openapi', '/api/schema?format=json', '/openapi', '/spec'],
  ...['/spec.json', '/apispec_1.json'],
  ...[
    '/openapi.yaml',
    '/openapi.yml',
    '/swagger.yaml',
    '/swagger.yml',
    '/api/openapi.yaml',
    '/docs/openapi.yaml',
  ],
  ...['/api/schema/', '/schema/', '/v3/api-docs.yaml', '/docs/yaml', '/documentation/yaml', '/spec.yaml'],
];
/** Where people read it. */
const PAGES = [
  ...[
    '/docs',
    '/swagger',
    '/swagger-ui.html',
    '/swagger-ui/index.html',
    '/swagger/index.html',
    '/redoc',
    '/api/docs',
  ],
  ...['/documentation', '/apidocs/', '/api', '/api/swagger', '/reference', '/'],
];
const ACCEPT = { Accept: 'application/json, application/yaml;q=0.9, */*;q=0.5' };
/** Pages and scripts of pages lead to others. */
const MAX_FOLLOWED = 24;

export interface ApiDocument extends DocumentText {
  /** Where it was found. */
  path: string;
}

export interface Documents {
  document?: ApiDocument;
  /** What is there and could not be read, in sentences. */
  notes: string[];
}

export async function findDocument(client: Client): Promise<Documents> {
  const notes = new Set<string>();
  const links: string[] = [];
  const seen = new Set<string>();
  const look = async (path: string): Promise<ApiDocument | undefined> => {
    if (seen.has(path)) return undefined;
    seen.add(path);
    const answer = await client.send({ method: 'GET', path, headers: ACCEPT });
    if (answer.status !== 200) return undefined;
    if (answer.tooLarge !== undefined) {
      if (/openapi|swagger|docs|schema|spec/.test(path)) notes.add(`GET ${path} ${sizeText(answer)}`);
      return undefined;
    }
    const text = answer.body.toString('utf8');
    const found = await documentIn(text);
    if (typeof found === 'string') notes.add(`the OpenAPI document at ${path} ${found}`);
    if (typeof found === 'object') return { ...found, path };
    if (!isPageOrScript(answer)) return undefined;
    const { paths, elsewhere } = linksOfPage(text, answer.path, client.baseUrl);
    links.push(...paths);
    for (const address of elsewhere)
      notes.add(
        `the page ${path} loads its document from ${address}, on another host, which is never contacted`,
      );
    return undefined;
  };
  const queue = [...PATHS, ...PAGES];
  for (let next = queue.shift(), followed = 0; next !== undefined; next = queue.shift() ?? links.shift()) {
    if (queue.length === 0 && followed++ > MAX_FOLLOWED) break;
    const document = await look(next);
    if (document !== undefined) return { document, notes: [] };
  }
  return { notes: [...notes] };
}

function isPageOrScript({ headers }: Answer): boolean {
  return /html|javascript|json/i.test(headers['content-type'] ?? '');
}
