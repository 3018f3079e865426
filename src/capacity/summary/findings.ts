/** What a campaign shows of the service, the worst first. */
import { byGravity } from '../../judge/status.ts';
import type {
  Amount,
  CapacityFinding,
  Recovery,
  StageFigures,
  Stop,
  TimeChange,
  UploadCounts,
} from '../../store/records/records.ts';
import { bytesText } from '../../text/bytes.ts';
import { countedText } from '../../text/numbers.ts';

export interface Shown {
  stop: Stop | undefined;
  ceiling: Amount | undefined;
  uploads: UploadCounts;
  whenFull: { looked: number; whole: number; problems: string[] } | undefined;
  recovery: Recovery | undefined;
  stages: StageFigures[];
}

export function findingsOf(shown: Shown): CapacityFinding[] {
  return [
    ...ceilingFinding(shown),
    ...droppedFinding(shown),
    ...bytesFinding(shown),
    ...unreadableFinding(shown),
    ...recoveryFinding(shown),
    ...slowsFinding(shown),
    ...failuresFinding(shown),
  ].sort((a, b) => byGravity(a.status, b.status));
}

export function amountText({ files, bytes }: Amount): string {
  return `${countedText(files, 'file')}, ${bytesText(bytes)}`;
}

const INSUFFICIENT_STORAGE = 507;

function ceilingFinding({ stop, ceiling }: Shown): CapacityFinding[] {
  if (stop === undefined || ceiling === undefined) return [];
  const { kind, message, status = 0 } = stop;
  const at = `it holds ${amountText(ceiling)}: ${message}`;
  if (kind === 'file-limit') return [{ id: 'file-limit', status: 'healthy', message: stop.message }];
  const saysSo = status === INSUFFICIENT_STORAGE || (status >= 400 && status < 500);
  if (kind === 'quota') return [{ id: 'ceiling', status: saysSo ? 'healthy' : 'warning', message: at }];
  if (kind === 'disk-full')
    return [
      {
        id: 'ceiling',
        status: saysSo ? 'healthy' : 'warning',
        message: at,
        ...(saysSo
          ? {}
          : {
              advice:
                'let it answer with 507, so that clients know that there is no room, and that to try again is of no use',
            }),
      },
    ];
  return [
    {
      id: 'ceiling',
      status: 'critical',
      message: at,
      advice:
        ADVICE[kind] ??
        'look into its log: it should refuse with 507 or 413, and say why; a full disk is told by "log" and "dataFolder" of the configuration',
    },
  ];
}

const ADVICE: Partial<Record<Stop['kind'], string>> = {
  drops:
    'it must not acknowledge what it has not stored: write, sync, and answer with 507 when one of them fails',
  gone: 'it has ended, or closed its port: look into its log, and at the memory and the disk of its box',
};

function droppedFinding({ uploads: { dropped } }: Shown): CapacityFinding[] {
  if (dropped === 0) return [];
  return [
    {
      id: 'dropped',
      status: 'critical',
      message: `${countedText(dropped, 'file')} acknowledged, and then not there, or not as sent`,
      advice: 'look for answers that are given before the file is on the disk',
    },
  ];
}

function bytesFinding({ uploads: { differed } }: Shown): CapacityFinding[] {
  if (differed === 0) return [];
  return [
    {
      id: 'bytes',
      status: 'critical',
      message: `${countedText(differed, 'file')} came back with other bytes than were sent`,
    },
  ];
}

function unreadableFinding({ whenFull }: Shown): CapacityFinding[] {
  if (whenFull === undefined || whenFull.problems.length === 0) return [];
  const { looked, problems } = whenFull;
  return [
    {
      id: 'unreadable',
      status: 'critical',
      message: `once it took no more, ${problems.length} of ${countedText(looked, 'file')} looked at could not be read as stored: ${problems[0]}`,
      advice:
        'what was acknowledged must stay readable on a full store: look for reads that write (access logs, sessions, caches), and for files that are thrown out',
    },
  ];
}

function recoveryFinding({ recovery }: Shown): CapacityFinding[] {
  if (recovery === undefined || recovery.recovered) return [];
  const { removedFiles, removedBytes, said, removalRefused } = recovery;
  const why = said === undefined ? '' : ` (${said})`;
  if (removedFiles === 0 || removalRefused !== undefined) {
    const what =
      removedFiles === 0
        ? 'nothing can be removed from the full store'
        : `after ${amountText({ files: removedFiles, bytes: removedBytes })} were removed, the full store removes no more`;
    return [
      {
        id: 'no-recovery',
        status: 'critical',
        message: `${what}${removalRefused === 'disk-full' ? ', because its disk is full' : ''}${why}`,
        advice:
          'keep room for what a removal itself writes, such as the journal of a database, or nobody can make room again',
      },
    ];
  }
  return [
    {
      id: 'no-recovery',
      status: 'critical',
      message: `the room is not given back: after ${amountText({ files: removedFiles, bytes: removedBytes })} were removed, a file that fits into that was still refused${why}`,
      advice:
        'look for files that are removed but still open, for a trash, for versions, and for a quota that counts what was ever stored',
    },
  ];
}

const SLOWER_PERCENT = 25;

function slowsFinding({ stages }: Shown): CapacityFinding[] {
  return stages.flatMap(({ stage, slope, halfSpeedAt }): CapacityFinding[] => {
    const name = `in stage ${stage + 1}`;
    if (halfSpeedAt !== undefined)
      return [
        {
          id: 'slows',
          status: 'critical',
          message: `it is half as fast ${name} from ${amountText(halfSpeedAt)} on${slope === undefined ? '' : `; the time for a byte rises ${inAllText(slope.inAll)}`}`,
          advice:
            'look for what grows with the number of files: a list that is read through, one folder for all, an index in memory; or for a disk that is nearly full',
        },
      ];
    if (slope === undefined || !slope.isLasting || slope.inAll.percent < SLOWER_PERCENT) return [];
    return [
      {
        id: 'slows',
        status: 'warning',
        message: `it slows down ${name} as it fills: the time for a byte rises ${inAllText(slope.inAll)} (p = ${slope.p.toPrecision(2)})`,
        advice: 'store more of the same to see where it ends',
      },
    ];
  });
}

function inAllText({ percent, low, high }: TimeChange): string {
  return `by ${Math.round(percent)} % from its begin to its end (99 % interval ${Math.round(low)} to ${Math.round(high)} %)`;
}

const FEW = 0.01;

function failuresFinding({ uploads: { repeated, begun } }: Shown): CapacityFinding[] {
  if (repeated === 0) return [];
  return [
    {
      id: 'failures',
      status: repeated > FEW * begun ? 'warning' : 'healthy',
      message: `${repeated} of ${countedText(begun, 'upload')} failed, and the file was taken when it was sent again`,
    },
  ];
}
