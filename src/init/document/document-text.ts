/** The OpenAPI document in a text: in JSON, in YAML, or as an object in the script of a page. Nothing in it is trusted. */
import { reason } from '../../errors.ts';
import { parsed } from '../../shared/request/answer-value.ts';
import { isObject, type Json } from './schema.ts';

export interface DocumentText {
  root: Json;
  /** Such as `OpenAPI 3.1.0`. */
  version: string;
}

/** The keys that one begins with, in JSON, YAML, or as a script has them. */
const MARK = /(?:^|[{,\s])["']?(?:openapi|swagger)["']?\s*:\s*["']?\d/m;
/** What reads YAML takes seconds for more. */
const MAX_YAML_CHARS = 2 * 1024 * 1024;
/** Before its version a document has its title, its servers and the like. */
const MAX_BRACES = 20;
const MAX_REASON_CHARS = 120;

/** @returns the document; a sentence's end about one that cannot be read; undefined where there is none */
export async function documentIn(text: string): Promise<DocumentText | string | undefined> {
  if (!MARK.test(text)) return undefined;
  const json = parsed(text);
  const found = documentOf(json) ?? embedded(text);
  if (found !== undefined) return found;
  if (isObject(json)) return refusal(json);
  // A page or a script of which a part looks like one.
  if (/^\s*[<(!]|\bfunction\b/.test(text)) return undefined;
  return await fromYaml(text);
}

async function fromYaml(text: string): Promise<DocumentText | string> {
  if (text.length > MAX_YAML_CHARS)
    return `is YAML of more than ${MAX_YAML_CHARS / 1024 / 1024} MB, which is not supported; provide it as JSON`;
  const { YAML } = await import('zx');
  try {
    const root: unknown = YAML.parse(text);
    return documentOf(root) ?? refusal(root);
  } catch (error) {
    const [said = ''] = reason(error).split('\n');
    return `is neither valid JSON nor valid YAML: ${said.slice(0, MAX_REASON_CHARS)}`;
  }
}

function documentOf(root: unknown): DocumentText | undefined {
  if (!isObject(root) || !isObject(root.paths)) return undefined;
  // In YAML the version may be a number.
  const [openapi, swagger] = [String(root.openapi), String(root.swagger)];
  if (/^3(\.\d[\d.]{0,8})?$/.test(openapi)) return { root, version: `OpenAPI ${openapi}` };
  return /^2(\.0)?$/.test(swagger) ? { root, version: 'Swagger 2.0' } : undefined;
}

function refusal(root: unknown): string {
  const { openapi, swagger, paths } = isObject(root) ? root : {};
  const version = String(openapi ?? swagger).slice(0, MAX_BRACES);
  return isObject(paths)
    ? `has the unsupported version ${version}; expected Swagger 2.0 or OpenAPI 3`
    : 'has no paths';
}

/** An object of JSON within other text: the nearest around the version that is a document. */
function embedded(text: string): DocumentText | undefined {
  let at = MARK.exec(text)?.index ?? -1;
  for (let tries = 0; tries < MAX_BRACES && at >= 0; tries++) {
    const start = text.lastIndexOf('{', at);
    if (start === -1) return undefined;
    const found = documentOf(parsed(objectAt(text, start)));
    if (found !== undefined) return found;
    at = start - 1;
  }
  return undefined;
}

/** From a brace to the one that closes it, braces within strings not counted. */
function objectAt(text: string, start: number): string {
  let depth = 0;
  for (const match of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (match[0] === '{') depth++;
    if (match[0] === '}' && --depth === 0) return text.slice(start, start + match.index + 1);
  }
  return '';
}
