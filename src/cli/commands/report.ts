import { join } from 'node:path';
import { summarize } from '../../capacity/summary/conclude.ts';
import { EXIT } from '../../errors.ts';
import { writeCsv } from '../../report/files/csv.ts';
import { report } from '../../report/report.ts';
import { findCampaign } from '../../store/find-campaign.ts';
import { FILES } from '../../store/store.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';
import { runNamed } from './judge.ts';
import { storedRun } from './stored-run.ts';

export function reportCommand({ names, options }: Invocation): number {
  const campaign = findCampaign(runNamed(names), options.out);
  if (campaign !== undefined) {
    summarize(campaign.folder);
    process.stdout.write(plainLines([join(campaign.folder, FILES.reportHtml)]));
    return EXIT.ok;
  }
  const folder = storedRun(runNamed(names), options.out);
  process.stdout.write(plainLines([report(folder), ...(options.csv ? [writeCsv(folder)] : [])]));
  return EXIT.ok;
}
