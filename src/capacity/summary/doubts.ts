/** What keeps a campaign from being judged, and how far the machine was to blame. */
import type { Sample, SampleName } from '../../contract/contract.ts';
import { PROGRAM } from '../../root.ts';
import type {
  CampaignRecord,
  CapacityDoubt,
  StageFigures,
  Stop,
  UploadCounts,
} from '../../store/records/records.ts';
import { percentText } from '../../text/numbers.ts';

export interface Doubtful {
  campaign: CampaignRecord;
  stop: Stop | undefined;
  uploads: UploadCounts;
  stages: StageFigures[];
  samples: Sample[];
  storedFiles: number;
  canBeRead: boolean;
}

export function doubtsOf({
  campaign,
  stop,
  uploads,
  stages,
  samples,
  storedFiles,
  canBeRead,
}: Doubtful): CapacityDoubt[] {
  const doubts: CapacityDoubt[] = [];
  const resume = `${PROGRAM} capacity --resume ${campaign.id}`;
  if (stop === undefined)
    doubts.push({
      id: 'interrupted',
      message: 'the campaign has not come to its end',
      action:
        campaign.facts.box === undefined
          ? `go on with \`${resume}\``
          : 'begin it again: its service is gone with all that was stored',
    });
  if (storedFiles === 0)
    doubts.push({
      id: 'nothing-stored',
      message: 'not one file was stored, so that nothing is known of its capacity',
      action: 'compare the routes and the token of the target file with the service; `init` examines it',
    });
  if (stop?.kind === 'refused')
    doubts.push({
      id: 'not-about-room',
      message: 'the service refuses files for a reason that is not want of room',
      action:
        'look at what it says: a token that ran out, a rate limit, a name or type that it does not take',
    });
  if (uploads.unknown > 0)
    doubts.push({
      id: 'unknown-uploads',
      message: `of ${uploads.unknown} uploads that were not acknowledged it cannot be known whether they were stored: so many files more may be there`,
      action: 'look for them by their names in journal.ndjson',
    });
  if (!canBeRead && storedFiles > 0)
    doubts.push({
      id: 'not-looked-at',
      message:
        'the target file has no route to read files: whether what was acknowledged is there was not seen',
      action: 'add "download" to its routes',
    });
  const others = othersShare(samples, campaign.machine.cores);
  if (
    others !== undefined &&
    others > BUSY &&
    stages.some(({ slope, halfSpeedAt }) => slope?.isLasting || halfSpeedAt !== undefined)
  )
    doubts.push({
      id: 'machine-busy',
      message: `other programs used ${percentText(others)} of this machine's CPU time: that it became slower may be theirs`,
      action: 'repeat it on a machine that has nothing else to do',
    });
  return doubts;
}

/** With less than this left over nobody waits long for a CPU. */
const BUSY = 0.4;

/** Share of the machine's CPU time that neither the service nor we had; undefined where the service is not seen. */
function othersShare(samples: Sample[], cores: number): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.t <= first.t) return undefined;
  const growth = (name: SampleName) => {
    const [from, to] = [first.values[name], last.values[name]];
    return from === undefined || to === undefined || to < from ? undefined : to - from;
  };
  const busy = growth('host_cpu_busy_seconds_total');
  const service = growth('process_cpu_seconds_total') ?? growth('cgroup_cpu_seconds_total');
  if (busy === undefined || service === undefined) return undefined;
  const others = busy - service - (growth('burstbox_cpu_seconds_total') ?? 0);
  return Math.max(0, others / ((cores * (last.t - first.t)) / 1000));
}
