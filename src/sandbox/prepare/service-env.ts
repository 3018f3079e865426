/** Services listen on the loopback address alone: the load is for nobody else. */
export const HOST = '127.0.0.1';

/** In a network of its own a service on the loopback could not be published; the port is, on the loopback of this machine. */
export const EVERY_ADDRESS = '0.0.0.0';

/** What every service finds in its environment: it is to show its profiles, and to take the load that it is given. */
export const SERVICE_ENV = { ENABLE_PROFILING: 'true', DISABLE_RATE_LIMITER: 'true' };
