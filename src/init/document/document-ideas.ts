/** How files are taken, listed, given back and removed, as an OpenAPI document has it. Pure. */
import { isAction } from '../routes/actions.ts';
import { isFieldName, NO_PLACES, type UploadIdea } from '../routes/idea.ts';
import { whySweeping } from '../routes/sweeping.ts';
import type { ApiDocument } from './document.ts';
import { IS_FILES, placesOf } from './document-places.ts';
import { type Content, type Operation, operationsOf, type Parameter } from './operations.ts';
import { isFileSchema, isObject, type Json, listOf, resolved, sampleOf } from './schema.ts';
import { prefixesOf } from './server-prefixes.ts';

const MAX_IDEAS = 8;
/** More than all other doubts. */
const LAST = 10;

/** The likeliest first: those whose path says that it is about files. */
export function documentIdeas(document: ApiDocument, baseUrl: string): UploadIdea[] {
  return prefixesOf(document, baseUrl)
    .flatMap((prefix) => ideasBelow(document, prefix))
    .sort((a, b) => rank(a) - rank(b))
    .map(({ idea }) => idea);
}

/** Where one prefix leads nowhere the next is tried for the same operation. */
function ideasBelow(document: ApiDocument, prefix: string): Doubted[] {
  const operations = operationsOf(document, prefix).filter(({ method, path }) => !isAction(method, path));
  return operations
    .flatMap((operation) => ideasOf(operation, document.root))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, MAX_IDEAS)
    .map(({ idea, doubt }) => ({
      doubt,
      idea: { ...idea, places: placesOf(idea, operations, document.root) },
    }));
}

type Doubted = { idea: UploadIdea; doubt: number };

function rank({ idea, doubt }: Doubted): number {
  return doubt + (IS_FILES.test(idea.path) ? 0 : 1);
}

function ideasOf(operation: Operation, root: Json): Doubted[] {
  const { method, bodies } = operation;
  if (method !== 'POST' && method !== 'PUT' && method !== 'PATCH') return [];
  const forms = bodies.flatMap(({ mediaType, schema }) =>
    mediaType.startsWith('multipart/') ? formIdea(operation, resolved(root, schema), root) : [],
  );
  const raw = bodies.find((body) => isRaw(body, root));
  // Not without a body: what such an operation would do nobody knows.
  const ideas = forms.length > 0 || raw === undefined ? forms : rawIdea(operation, raw, root);
  const sweeping = whySweeping(operation.path, operation.said);
  return sweeping === undefined
    ? ideas
    : ideas.map(({ idea, doubt }) => ({ doubt: doubt + LAST, idea: { ...idea, sweeping } }));
}

function formIdea(operation: Operation, schema: Json, root: Json): Doubted[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const names = Object.keys(properties).filter(
    (name) => isFieldName(name) && resolved(root, properties[name]).readOnly !== true,
  );
  const certain = names.find((name) => isFileSchema(root, properties[name]));
  // Where one schema serves question and answer, a file is the address that the answer has.
  const field =
    certain ?? names.find((name) => IS_FILES.test(name) && resolved(root, properties[name]).format === 'uri');
  const path = pathOf(operation, root);
  if (field === undefined || path === undefined) return [];
  const required = listOf(schema.required)
    .map(String)
    .filter((name) => name !== field && names.includes(name));
  const texts = required.filter((name) => !isFileSchema(root, properties[name]));
  const fields = Object.fromEntries(texts.map((name) => [name, sampleOf(root, properties[name])]));
  const { method } = operation;
  return [
    {
      doubt: certain === undefined ? 1 : 0,
      idea: {
        ...{ from: 'document', style: 'multipart', method, path, field },
        ...(texts.length === 0 ? {} : { fields }),
        places: NO_PLACES,
      },
    },
  ];
}

function isRaw({ mediaType, schema }: Content, root: Json): boolean {
  if (/^(application\/octet-stream|\*\/\*|image\/|video\/|application\/(zip|pdf|gzip|x-tar))/.test(mediaType))
    return true;
  return !/json|xml|form/.test(mediaType) && isFileSchema(root, schema);
}

function rawIdea(operation: Operation, body: Content, root: Json): Doubted[] {
  const path = pathOf(operation, root);
  if (path === undefined) return [];
  const type = /\*|octet-stream/.test(body.mediaType) ? {} : { contentType: body.mediaType };
  const { method } = operation;
  return [
    {
      doubt: 0,
      idea: {
        from: 'document',
        style: 'raw',
        method,
        path,
        ...type,
        places: NO_PLACES,
      },
    },
  ];
}

/** With `{name}` in place of its one parameter; others only where the document says what may stand there. */
function pathOf({ path, parameters }: Operation, root: Json): string | undefined {
  const holes = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name.replace(/[:*].*$/, ''));
  const given = holes.map((name) =>
    knownValue(
      parameters.find((each) => each.in === 'path' && each.name === name),
      root,
    ),
  );
  const open = holes.filter((_, index) => given[index] === undefined);
  if (open.length > 1) return undefined;
  let at = 0;
  const filled = path.replace(/\{[^{}]+\}/g, () => {
    const value = given[at++];
    return value === undefined ? '{name}' : encodeURIComponent(value);
  });
  const queries = parameters.filter((each) => each.in === 'query' && each.required);
  const query = queries
    .map(({ name, schema }) => `${encodeURIComponent(name)}=${encodedSample(sampleOf(root, schema))}`)
    .join('&');
  return query === '' ? filled : `${filled}?${query}`;
}

/** `{name}` stays what it is. */
function encodedSample(text: string): string {
  return text.split('{name}').map(encodeURIComponent).join('{name}');
}

function knownValue(parameter: Parameter | undefined, root: Json): string | undefined {
  if (parameter === undefined) return undefined;
  const value = sampleOf(root, parameter.schema);
  const { default: usual, enum: choices } = resolved(root, parameter.schema);
  return usual === undefined && choices === undefined ? undefined : value;
}
