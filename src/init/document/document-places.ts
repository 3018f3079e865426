/** Where a document says that files are listed, given back and removed. Pure. */
import { collectionOf, type Places, type UploadIdea } from '../routes/idea.ts';
import type { Operation } from './operations.ts';
import { isFileSchema, type Json } from './schema.ts';

const MAX_PLACES = 8;
/** Words of a path that is about files. */
export const IS_FILES = /file|upload|document|object|blob|attachment|media|asset|image|dav/i;

/** The likeliest first: answers of bytes, and what is below the path of the upload. */
export function placesOf(idea: UploadIdea, operations: Operation[], root: Json): Places {
  const collection = collectionOf(idea.path);
  const isNear = (path: string) => collection !== '' && path.startsWith(collection);
  const best = (found: { path: string; worth: number }[]) =>
    found
      .sort((a, b) => b.worth - a.worth)
      .slice(0, MAX_PLACES)
      .map(({ path }) => path);
  const worth = (path: string) => (isNear(path) ? 2 : 0) + (IS_FILES.test(path) ? 1 : 0);
  const gets = operations.filter(({ method }) => method === 'GET');
  const lists = gets.filter(
    ({ path, parameters }) => !path.includes('{') && !parameters.some((each) => each.required),
  );
  const items = (all: Operation[]) =>
    all.flatMap((operation) => {
      const path = withHole(operation);
      return path === undefined ? [] : [{ path, worth: worth(path) + (isBinary(operation, root) ? 4 : 0) }];
    });
  return {
    lists: best(
      lists
        .map(({ path }) => ({ path, worth: worth(path) + (path.replace(/\/$/, '') === collection ? 4 : 0) }))
        .filter(({ worth: value }) => value > 0),
    ),
    downloads: best(items(gets)),
    removes: best(items(operations.filter(({ method }) => method === 'DELETE'))),
  };
}

/** A path with one parameter, or none but one in the query. */
function withHole({ path, parameters }: Operation): string | undefined {
  const holes = path.match(/\{[^{}]+\}/g) ?? [];
  const queries = parameters.filter((each) => each.in === 'query' && each.required);
  if (holes.length === 1 && queries.length === 0) return path.replace(/\{[^{}]+\}/, '{}');
  const [query] = queries;
  if (holes.length > 0 || queries.length !== 1 || query === undefined) return undefined;
  return `${path}?${encodeURIComponent(query.name)}={}`;
}

function isBinary({ answers }: Operation, root: Json): boolean {
  return answers.some(
    ({ mediaType, schema }) => /octet-stream|\*\/\*/.test(mediaType) || isFileSchema(root, schema),
  );
}
