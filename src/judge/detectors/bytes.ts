/** Downloads that were compared byte for byte. One that differs is critical: the service loses data. */
import { K6_METRIC } from '../../contract.ts';
import type { Finding } from '../../records.ts';
import { FILES } from '../../store.ts';
import { countOf, type Evidence } from '../evidence.ts';

export function judgeBytes({ summary, scenario }: Evidence): Finding[] {
  if (!scenario.needs.includes('download') && !scenario.needs.includes('batch')) return [];
  const compared = countOf(summary, K6_METRIC.bytesChecked);
  const wrong = countOf(summary, `${K6_METRIC.errorPrefix}wrong_bytes`);
  const status = wrong > 0 ? 'critical' : compared > 0 ? 'healthy' : 'unknown';
  return [
    {
      detector: 'bytes',
      status,
      metric: `${K6_METRIC.errorPrefix}wrong_bytes`,
      value: wrong,
      limit: 0,
      unit: 'count',
      message:
        status === 'unknown'
          ? 'no download succeeded, so none could be compared byte for byte'
          : `${wrong} downloads with wrong content; ${compared} were compared byte for byte, the others by length`,
      ...(wrong > 0
        ? {
            advice:
              'look for a race between writing and reading a file, and for a length that is sent before the content is complete',
          }
        : {}),
      evidence: [FILES.summary],
    },
  ];
}
