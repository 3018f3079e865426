/** Texts with placeholders in braces, such as `/notes/{id}`. Pure: the orchestrator checks target files with it. */

/** By name; a number was one in the JSON that it came from. */
export type Values = Record<string, string | number | bigint>;

/** Names of the placeholders in a text. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(placeholder())].flatMap(([, dollar, name = '']) => (dollar === '' ? [name] : []));
}

/**
 * The text with the values in place. What has no value stays as it stands.
 * @param encode what a value needs to stand there, such as percent-encoding
 */
export function fill(text: string, values: Values, encode: (value: string) => string = String): string {
  if (!text.includes('{')) return text;
  return text.replace(placeholder(), (whole, dollar: string, name: string) => {
    const value = dollar === '' && Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? whole : encode(String(value));
  });
}

/** The same for every text of a JSON value. A text that is one placeholder alone becomes a number where the value is one. */
export function fillJson(json: unknown, values: Values): unknown {
  if (typeof json === 'string') {
    const [, name = ''] = /^\{([A-Za-z_]\w*)\}$/.exec(json) ?? [];
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'number' || typeof value === 'bigint' ? value : fill(json, values);
  }
  if (Array.isArray(json)) return json.map((each) => fillJson(each, values));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, each]) => [key, fillJson(each, values)]));
}

/** A dollar sign before it makes it the name of an environment variable. */
function placeholder(): RegExp {
  return /(\$?)\{([A-Za-z_]\w*)\}/g;
}
