/** The folder of a campaign → summary.json, report.md and report.html in it. */
import { join } from 'node:path';
import { readValid } from '../../files/validate.ts';
import { pageHtml } from '../../report/page/html.ts';
import { hideInOwnRecord, hideInOwnText } from '../../secrets/secrets.ts';
import type { CampaignRecord, CapacitySummary } from '../../store/records/records.ts';
import { FILES, writeRecord, writeWhole } from '../../store/store.ts';
import { toMarkdown } from './markdown.ts';
import { capacityPage } from './page.ts';
import { summaryOf } from './summary.ts';

/** @param markdown a further file for the Markdown @throws BurstboxError config when the record is damaged, machine when the disk refuses */
export function summarize(folder: string, markdown?: string): CapacitySummary {
  const campaign = readValid<CampaignRecord>('campaign', join(folder, FILES.campaign));
  const summary = summaryOf(folder, campaign);
  writeRecord(join(folder, FILES.summary), summary);
  const text = hideInOwnText(toMarkdown(summary));
  writeWhole(join(folder, FILES.reportMarkdown), text);
  if (markdown !== undefined) writeWhole(markdown, text);
  const page = hideInOwnRecord(capacityPage(summary, campaign));
  writeWhole(
    join(folder, FILES.reportHtml),
    pageHtml(`burstbox: capacity, ${summary.status}, ${campaign.id}`, page),
  );
  return summary;
}
