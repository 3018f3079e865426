/** Services listen on the loopback address alone: the load is for nobody else. */
export const HOST = '127.0.0.1';

/** What every service finds in its environment: it is to show its profiles, and to take the load that it is given. */
export const SERVICE_ENV = { ENABLE_PROFILING: 'true', DISABLE_RATE_LIMITER: 'true' };
