/** Secrets that the service gives during a load. Who drives k6 hides them in all that is written; k6 alone could not. */
import { secretMark } from './parameters.ts';

/** Nothing is said where a bundle runs alone: there it would only be shown. */
export function tellSecret(secret: string): void {
  if (secretMark !== undefined) console.info(secretMark + JSON.stringify(secret));
}
