/** What a script tells who drives it, a line on the console each, which is not copied. Alone it would only be shown. */
import type { Told } from '../contract/contract.ts';
import { secretMark } from './parameters.ts';

export function tell(told: Told): void {
  say(told);
}

/** One that the service gave during the load: it is then hidden in all that is written; k6 alone could not. */
export function tellSecret(secret: string): void {
  say(secret);
}

function say(what: Told | string): void {
  if (secretMark !== undefined) console.info(secretMark + JSON.stringify(what));
}
