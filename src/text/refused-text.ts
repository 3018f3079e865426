/** A service that asks everyone who they are refuses at every path that was tried: a few of them tell enough. */
const MAX_PATHS = 3;

/** `the service refused access to its metrics at /metrics, /debug/vars`. */
export function refusedText(paths: string[]): string {
  const more = paths.length - MAX_PATHS;
  const others = more > 0 ? ` and ${more} more` : '';
  return `the service refused access to its metrics at ${paths.slice(0, MAX_PATHS).join(', ')}${others}`;
}
