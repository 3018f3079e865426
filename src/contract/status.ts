/** How well something is. */

/** Best to worst is healthy, warning, unknown, critical: `worst` in judge/status.ts is the one ranking. */
export type Status = 'healthy' | 'warning' | 'unknown' | 'critical';
