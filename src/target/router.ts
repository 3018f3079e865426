import type { Route } from './route.ts';
import { ServiceError } from './service-error.ts';

export interface Match<R extends Route> {
  route: R;
  params: Readonly<Record<string, string>>;
}

type Methods<R> = Partial<Record<string, R>>;

interface Pattern<R> {
  expression: RegExp;
  names: string[];
  methods: Methods<R>;
}

const NO_PARAMS = Object.freeze({});

/** Finds the route of a request. Paths without parameters are looked up, the others tried in the order given. */
export class Router<R extends Route> {
  readonly #plain = new Map<string, Methods<R>>();
  readonly #patterns = new Map<string, Pattern<R>>();

  constructor(routes: readonly R[]) {
    for (const route of routes) {
      const methods = route.path.includes('/:')
        ? this.#patternOf(route.path).methods
        : this.#plainOf(route.path);
      methods[route.method] = route;
      if (route.method === 'GET') methods.HEAD = route;
    }
  }

  /** @throws ServiceError not_found, method_not_allowed (with Allow), or bad_request for broken percent-encoding. */
  find(method: string, path: string): Match<R> {
    const plain = this.#plain.get(path);
    if (plain !== undefined) return { route: pick(plain, method, path), params: NO_PARAMS };
    for (const { expression, names, methods } of this.#patterns.values()) {
      const found = expression.exec(path);
      if (found === null) continue;
      return { route: pick(methods, method, path), params: decode(names, found) };
    }
    throw new ServiceError('not_found', `there is no ${path} here`);
  }

  #plainOf(path: string): Methods<R> {
    const known = this.#plain.get(path) ?? {};
    this.#plain.set(path, known);
    return known;
  }

  #patternOf(path: string): Pattern<R> {
    const known = this.#patterns.get(path) ?? compile<R>(path);
    this.#patterns.set(path, known);
    return known;
  }
}

function compile<R>(path: string): Pattern<R> {
  const names: string[] = [];
  const source = path.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  return { expression: new RegExp(`^${source}$`), names, methods: {} };
}

function pick<R>(methods: Methods<R>, method: string, path: string): R {
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route !== undefined) return route;
  const allow = Object.keys(methods).sort().join(', ');
  throw new ServiceError('method_not_allowed', `${method} is not possible on ${path}; use ${allow}`, {
    allow,
  });
}

function decode(names: string[], found: RegExpExecArray): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [i, name] of names.entries()) params[name] = decodeSegment(found[i + 1] ?? '');
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ServiceError('bad_request', `${segment} is not valid percent-encoding; encode it as UTF-8`);
  }
}
