import type { HttpMethod, Route } from '../../contract/contract.ts';
import type { ApiDocument } from '../document/document.ts';
import { documentIdeas } from '../document/document-ideas.ts';
import type { Storage } from './find-storage.ts';
import type { GivenRoutes } from './given-routes.ts';
import type { GivenRoute } from './route-words.ts';

/** What the document or the user says, untried. */
export function untried(given: GivenRoutes, document: ApiDocument | undefined, baseUrl: string): Storage {
  const ideas = document === undefined ? [] : documentIdeas(document, baseUrl);
  const idea = given.upload ?? ideas.find(({ sweeping }) => sweeping === undefined);
  if (idea === undefined) return { refusals: [] };
  const hole = idea.path.includes('{name}') ? '{name}' : '{id}';
  const place = (path: string | undefined) => path?.split('{}').join(hole);
  const { lists, downloads, removes } = idea.places;
  const [list, download, remove] = [
    given.list === undefined ? lists[0] : routeOf(given.list, 'GET'),
    given.download === undefined ? place(downloads[0]) : routeOf(given.download, 'GET'),
    given.remove === undefined ? place(removes[0]) : routeOf(given.remove, 'DELETE'),
  ];
  // Whoever named the paths by names has said that there is no id.
  const named = [given.download, given.remove].filter((each) => each !== undefined);
  const needsId =
    idea.style === 'raw' || named.length === 0 || named.some(({ path }) => path.includes('{id}'));
  const { from, places, method, style, ...rest } = idea;
  const usual = style === 'raw' ? 'PUT' : 'POST';
  const routes = {
    upload: {
      style,
      ...(method === usual ? {} : { method }),
      ...rest,
      ...(hole === '{id}' && needsId ? { id: { json: 'id' } } : {}),
    },
    ...(list === undefined ? {} : { list }),
    ...(download === undefined ? {} : { download }),
    ...(remove === undefined ? {} : { remove }),
  };
  return {
    found: {
      routes,
      notes: ['the file routes were not tried'],
      leftNotes: [],
      isProven: false,
      isLeft: false,
      isHarmful: false,
      idea,
    },
    refusals: [],
  };
}

/** A route as the user named it. */
export function routeOf({ method, path }: GivenRoute, usual: HttpMethod): Route {
  return method === undefined || method === usual ? path : { path, method };
}
