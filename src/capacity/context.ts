/** What everything that a campaign does works with. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CampaignRecord, JournalEntry } from '../store/records/records.ts';
import { USUAL_SEED } from './config/plan.ts';
import { type Content, contentMaker } from './content/content.ts';
import type { Journal } from './journal/journal.ts';
import { note, type Standing } from './journal/standing.ts';
import type { Store } from './stores/store.ts';

export interface Context {
  campaign: CampaignRecord;
  store: Store;
  standing: Standing;
  /** Content of a file of the campaign, by its name. */
  contentOf(name: string, bytes: number): Content;
  /** Where the service keeps its data, if that can be seen from here. */
  dataFolder?: string;
  signal: AbortSignal;
  /** A line for the user. */
  say(line: string): void;
  /** Ends early when interrupted. */
  pause(ms: number): Promise<void>;
  /** Resolves when the journal has it. */
  log(entry: JournalEntry): Promise<void>;
}

export function newContext(
  parts: Pick<Context, 'campaign' | 'store' | 'standing' | 'dataFolder' | 'signal' | 'say' | 'pause'>,
  journal: Journal,
): Context {
  const { content: { seed = USUAL_SEED, compressibility = 0 } = {} } = parts.campaign.config;
  return {
    ...parts,
    contentOf: contentMaker(seed, compressibility),
    async log(entry) {
      await journal.write(entry);
      note(parts.standing, { t: Date.now(), ...entry });
    },
  };
}

/** The usual pause. */
export function pauseIn(signal: AbortSignal): Context['pause'] {
  return (ms) => wait(ms, undefined, { signal }).catch(() => {});
}
