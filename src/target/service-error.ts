import { STATUS_CODES } from 'node:http';

/** Every way this service refuses or fails, and the HTTP status it is answered with. */
const STATUS_OF = {
  bad_request: 400,
  bad_name: 400,
  bad_multipart: 400,
  unauthorized: 401,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  profile_running: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  precondition_required: 428,
  rate_limited: 429,
  internal: 500,
  no_database: 501,
  busy: 503,
  draining: 503,
  insufficient_storage: 507,
} as const;

export type ServiceErrorCode = keyof typeof STATUS_OF;

/** An error that a client is told about: `{"error":{"code","message"}}` under the status of its code. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ServiceErrorCode, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.headers = headers;
  }

  get status(): number {
    return STATUS_OF[this.code];
  }
}

/**
 * What to tell a client about anything thrown. A full disk or quota (errno ENOSPC, EDQUOT; the database's name for them) is 507; everything that
 * nobody foresaw is a 500 that keeps its details to itself.
 */
export function asServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  const errno = errnoOf(thrown);
  if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'SQLITE_FULL')
    return new ServiceError('insufficient_storage', 'the disk is full; delete files and try again');
  return new ServiceError('internal', STATUS_CODES[STATUS_OF.internal] ?? 'internal');
}

/** The system error code of anything thrown, such as `ENOENT`; undefined when it has none. */
export function errnoOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
