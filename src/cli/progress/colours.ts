/** Where text stands out by colour: on a terminal that shows it, and whose user wants it. */
import type { Status } from '../../contract/contract.ts';

export function isOnTerminal(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

/** https://no-color.org: present and not empty. */
export function usesColours(stream: NodeJS.WriteStream): boolean {
  return isOnTerminal(stream) && (process.env.NO_COLOR ?? '') === '';
}

const COLOURS: Record<Status, number> = { healthy: 32, warning: 33, unknown: 35, critical: 31 };

/** @param text the status, as wide as it is to be */
export function coloured(status: Status, text: string): string {
  return `\x1b[${COLOURS[status]}m${text}\x1b[0m`;
}
