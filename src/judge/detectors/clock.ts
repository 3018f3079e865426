/**
 * Does the service know what time it is? Tokens, signed requests, caches and leases are refused or kept too long where the
 * clocks of two machines differ. Which of the two is wrong only a third can tell.
 */
import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import type { Evidence } from '../evidence.ts';

/** What a network and a cached header explain, and no more; NTP keeps machines within a fraction of a second. */
const MAX_OFF_SECONDS = 5;

/** None while they agree, or where no answer tells a time. */
export function judgeClock({ summary, run }: Evidence): Found[] {
  const { date, stamp } = summary?.clock ?? {};
  if (date !== undefined && isOff(date)) {
    const whose = run.target.startedByUs ? "this machine's, on which it runs" : "this machine's";
    return [
      found(
        date,
        `its clock is ${offText(date)} ${whose}, as the Date of its answers says`,
        run.target.startedByUs
          ? 'look for a fixed or shifted clock in it'
          : 'sync both machines by NTP, and check which was wrong',
      ),
    ];
  }
  if (stamp === undefined || !isOff(stamp.seconds)) return [];
  const { seconds, field } = stamp;
  const message = `it dates a file that it has just stored ${offText(seconds)} the clock (${JSON.stringify(field)} in its answer)${isZone(seconds) ? ', which is a time zone off' : ''}`;
  return [found(seconds, message, 'write times with their time zone, and take them from one clock')];
}

function isOff(seconds: number): boolean {
  return Math.abs(seconds) > MAX_OFF_SECONDS;
}

function offText(seconds: number): string {
  return `${countedText(Math.round(Math.abs(seconds)), 'second')} ${seconds > 0 ? 'ahead of' : 'behind'}`;
}

/** Zones differ by quarters of an hour (IANA tz database). */
function isZone(seconds: number): boolean {
  const quarters = Math.abs(seconds) / 900;
  return Math.round(quarters) > 0 && Math.abs(quarters - Math.round(quarters)) * 900 < MAX_OFF_SECONDS;
}

function found(seconds: number, message: string, advice: string): Found {
  return {
    detector: 'clock',
    status: 'warning',
    metric: 'clock_offset',
    value: Number(seconds.toPrecision(4)),
    limit: MAX_OFF_SECONDS,
    unit: 's',
    restsOnTiming: false,
    message,
    advice,
    evidence: [FILES.summary],
  };
}
