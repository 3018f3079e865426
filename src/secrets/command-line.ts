import { keepSecret } from './secrets.ts';

/** No longer than any command line that holds a secret. */
const TITLE = 'burstbox';

/**
 * From here on no list of processes shows a secret that was typed: Node writes the title over the whole command line. Until
 * then, for the time that Node takes to start, any user of the machine could read it.
 */
export function hideTyped(secret: string): void {
  keepSecret(secret);
  process.title = TITLE;
}
