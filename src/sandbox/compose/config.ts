/** What we need to know of a compose project, read from the canonical form that `config` prints. */

export interface ComposeService {
  image?: string;
  /** It is built from a Dockerfile. */
  build: boolean;
  networkMode?: string;
  /** Names of the variables that the file itself sets. */
  variables: string[];
}

/**
 * Services by name. Compose prints its own YAML: two spaces a level, one key a line, which is all that is read of it.
 */
export function parseServices(config: string): Map<string, ComposeService> {
  const services = new Map<string, ComposeService>();
  let path: string[] = [];
  for (const line of config.split('\n')) {
    const [, indent = '', key, value = ''] = /^( *)(['"]?[^\s:#-][^:]*?['"]?):(?: +(.*))?$/.exec(line) ?? [];
    if (key === undefined) continue;
    path = [...path.slice(0, indent.length / 2), unquoted(key)];
    const [top, name, field, inner] = path;
    if (top !== 'services' || name === undefined) continue;
    const service = services.get(name) ?? { build: false, variables: [] };
    services.set(name, service);
    if (path.length === 3 && field === 'image') service.image = unquoted(value);
    if (path.length === 3 && field === 'network_mode') service.networkMode = unquoted(value);
    if (field === 'build') service.build = true;
    if (path.length === 4 && field === 'environment' && inner !== undefined) service.variables.push(inner);
  }
  return services;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}
