/**
 * `--live`: one page on this machine that shows a run while it goes on and ends as its report. Same charts and same bundle as
 * report.html. A page that comes back gets all there is; one that does not read, or stays open, holds nothing up.
 */

import { playOrder } from '../../plan/order.ts';
import { liveHtml } from '../../report/page/html.ts';
import { liveView } from '../../report/page/live-view.ts';
import { pageData } from '../../report/page/page-data.ts';
import { hideInOwnRecord, hideInOwnText } from '../../secrets/secrets.ts';
import { readRun, readVerdict } from '../../store/store.ts';
import { plainText } from '../../text/plain-text.ts';
import type { Order } from '../pipeline.ts';
import type { Progress } from '../progress.ts';
import { lostMarkOf } from '../watch/hopeless.ts';
import { loadClock } from '../watch/watch.ts';
import { startLiveServer } from './server.ts';

/** Serves the page during the work, and says where; without it when it was not asked for. */
export async function withLive<T extends { folder: string }>(
  order: Pick<Order, 'options' | 'plan' | 'target'>,
  progress: Progress,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  if (!order.options.live) return await work(progress);
  const { options, plan, target } = order;
  const view = liveView(target.about, options.faults);
  const server = await startLiveServer(
    () => hideInOwnText(liveHtml(view.page())),
    () => ['page', hideInOwnRecord(view.page())],
  );
  const takes = playOrder(plan, options.repeat);
  progress.note(`live page: ${server.url}`);
  try {
    const result = await work({
      note: progress.note,
      scenario(index, of, title, expectedSeconds, restSeconds) {
        const live = progress.scenario(index, of, title, expectedSeconds, restSeconds);
        const take = takes[index - 1];
        if (take !== undefined) view.begin(index, of, plainText(title), take);
        const lostMark = take === undefined ? () => undefined : lostMarkOf(take.scenario);
        const clock = loadClock();
        server.tell('page', hideInOwnRecord(view.page()));
        return {
          show(load, sample) {
            live.show(load, sample);
            const read = view.read(load, sample);
            if (read === undefined) return;
            server.tell('second', read.second);
            for (const certain of read.certain) server.tell('certain', certain);
          },
          period(period) {
            live.period?.(period);
            clock.note(period);
            const seconds = Math.round(clock.playedSeconds(period.t));
            const lost = lostMark(period, seconds);
            const certain = lost === undefined ? undefined : view.certain('mark', seconds, lost);
            if (certain !== undefined) server.tell('certain', certain);
          },
        };
      },
      verdict(status, message) {
        progress.verdict(status, message);
        view.verdict(status, plainText(message));
        server.tell('page', hideInOwnRecord(view.page()));
      },
    });
    if (server.hasReaders()) server.tell('report', hideInOwnRecord(reportData(result.folder)));
    return result;
  } finally {
    await server.close();
  }
}

function reportData(runFolder: string): ReturnType<typeof pageData> {
  return pageData(readRun(runFolder), readVerdict(runFolder), runFolder);
}
