/** When asking for a new token is worth it after a 401. One VU, one token, one memory of how that went. */

/** A service that takes no token at all is not asked for new ones in place of the load. */
const QUIET_MS = 60_000;

let quietUntilMs = 0;

/** False for a minute after a new token was refused too, or none was given. */
export function mayRenew(): boolean {
  return Date.now() >= quietUntilMs;
}

/** The service gave no new token, or refused it at once. */
export function renewalFailed(): void {
  quietUntilMs = Date.now() + QUIET_MS;
}
