/** One load by several processes: each has names and content of its own, or they would overwrite and remove each other's files. Pure. */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The seed of one of them: FNV-1a (RFC 9923) of its name, from the seed that they share.
 * @param seed unsigned, 32 bits @returns unsigned, 32 bits, never 0
 */
export function instanceSeed(seed: number, instance: string): number {
  let hash = (FNV_OFFSET ^ seed) >>> 0;
  for (let at = 0; at < instance.length; at++)
    hash = Math.imul(hash ^ instance.charCodeAt(at), FNV_PRIME) >>> 0;
  return hash === 0 ? 1 : hash;
}
