/** The whole plan in words, with what it takes; nothing is sent. */
import { tmpdir } from 'node:os';
import { bytesText } from '../text/bytes.ts';
import { clockText, countedText } from '../text/numbers.ts';
import type { CampaignOptions } from './campaign-options.ts';
import { stageText, USUAL_SEED } from './config/plan.ts';
import { CHUNK_BYTES, contentMaker } from './content/content.ts';
import { diskOf, disksOf, whyNoMore } from './limits.ts';

/** Enough to see how fast content is made. */
const MEASURED_BYTES = 256 * 1024 * 1024;

export async function dryRunLines({ config, plan, target, at, limits }: CampaignOptions): Promise<string[]> {
  const [where, disks] =
    'baseUrl' in at
      ? [`running at ${at.baseUrl}`, await disksOf(at.baseUrl, '.', config.dataFolder)]
      : [`to be started in ${at.profile.name}, ${at.profile.about}`, ['.', tmpdir()]];
  const rate = rateOfContent(config.content);
  const free = disks.flatMap((folder) => diskOf(folder) ?? []);
  const stop = whyNoMore(limits, disks, 0, plan.bytes);
  return [
    `target ${target.name}, ${where}`,
    ...plan.stages.map((stage) => `  ${stageText(stage)}`),
    `${countedText(plan.files, 'file')}, ${bytesText(plan.bytes)} in all`,
    ...free.map(({ folder, freeBytes }) => `disk of ${folder}: ${bytesText(freeBytes)} free`),
    ...(stop === undefined ? [] : [`it would be stopped before its end by ${stop}`]),
    `at least ${clockText(plan.bytes / rate)}: content is made here at up to ${bytesText(rate)}/s; how fast the service takes it is said after the first file`,
    'nothing was sent',
  ];
}

/** Bytes a second, of a first file that is made and goes nowhere. */
function rateOfContent({
  seed = USUAL_SEED,
  compressibility = 0,
}: {
  seed?: number;
  compressibility?: number;
} = {}): number {
  const content = contentMaker(seed, compressibility)('dry-run', MEASURED_BYTES);
  const startedMs = performance.now();
  let made = 0;
  for (const chunk of content.chunks()) made += Math.min(chunk.length, CHUNK_BYTES);
  return Math.round((made * 1000) / (performance.now() - startedMs));
}
