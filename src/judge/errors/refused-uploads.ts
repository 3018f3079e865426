/** Uploads that are refused from a moment on, while the same users are answered everything else: a quota, and no bad request. */
import { type ErrorKind, K6_METRIC } from '../../contract/contract.ts';
import { countedText } from '../../text/numbers.ts';
import type { Explanation } from '../detector.ts';
import type { Evidence } from '../evidence.ts';
import { onlyFailing, worstOutage } from './operation-errors.ts';

/** Statuses with which services say that somebody has enough: 403, 413, and 400, 402, 409 or 422. */
const REFUSALS: ErrorKind[] = ['http_forbidden', 'http_413', 'http_4xx'];

/** Undefined unless uploads of the same kind had been taken before, and others still are asked for with success. */
export function refusedUploads(kind: ErrorKind, evidence: Evidence): Explanation | undefined {
  const outage = worstOutage(evidence);
  if (!REFUSALS.includes(kind) || outage === undefined || !outage.lasts || !outage.othersGoOn)
    return undefined;
  const { op } = outage;
  const taken = evidence.summary?.metrics[`${K6_METRIC.opFailed}{op:${op}}`]?.values.fails ?? 0;
  if (!UPLOADS.includes(op) || onlyFailing(evidence) !== op || taken === 0) return undefined;
  return {
    cause: `a quota, or another limit on what may be stored: it had taken ${countedText(taken, 'upload')} of the same kind, and answers everything else as before`,
    advice:
      'repeat an upload by hand and read what the refusal says; raise the quota, or remove what is not needed any more; 507 (RFC 4918) says it best',
  };
}

const UPLOADS = ['upload', 'batch_upload'];
