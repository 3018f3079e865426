/** A service that asks everyone who they are refuses at every path that was tried: a few of them tell enough. */
const MOST_PATHS = 3;

/** `the service refused to tell of itself at /metrics, /debug/vars`. */
export function refusedText(paths: string[]): string {
  const more = paths.length - MOST_PATHS;
  const others = more > 0 ? ` and ${more} more` : '';
  return `the service refused to tell of itself at ${paths.slice(0, MOST_PATHS).join(', ')}${others}`;
}
