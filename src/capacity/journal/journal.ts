/**
 * What a campaign is about to do and has done, each line on the disk (fdatasync(2)) before the campaign goes on. Lines that
 * come while the disk is at work go to it together: files that are uploaded side by side do not wait for one another's lines.
 */
import { writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { diskError } from '../../files/on-disk.ts';
import type { JournalEntry } from '../../store/records/records.ts';

export interface Journal {
  /** Resolves when it is on the disk. @throws BurstboxError machine when it cannot be: nothing may be stored then */
  write(entry: JournalEntry): Promise<void>;
  close(): Promise<void>;
}

const NEWLINE = 0x0a;

/** Goes on where an earlier process ended, also in the middle of a line. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, 'a+').catch((error) => {
    throw diskError(path, error);
  });
  let waiting: string[] = (await endsInLine(file)) ? [] : ['\n'];
  let flushing: Promise<void> | undefined;
  const flush = async () => {
    const lines = waiting;
    waiting = [];
    // Into the kernel's memory: that takes less than to have another thread do it. What waits for the disk does not block.
    writeFileSync(file.fd, lines.join(''));
    await file.datasync();
  };
  return {
    async write(entry) {
      waiting.push(`${JSON.stringify({ t: Date.now(), ...entry })}\n`);
      // What is being written now was gathered before; all that waits goes with the next turn.
      await flushing?.catch(() => {});
      flushing ??= flush().finally(() => {
        flushing = undefined;
      });
      try {
        await flushing;
      } catch (error) {
        throw diskError(path, error);
      }
    },
    async close() {
      await flushing?.catch(() => {});
      await file.close();
    },
  };
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === NEWLINE;
}
