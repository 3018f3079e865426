import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../service-error.ts';
import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { withKeptFiles } from './kept-files.ts';

/** From here on it is nearly full. */
const NEARLY_FULL = 0.7;

export const quota: Fault<'files' | 'drops' | 'forever' | 'slow_ms'> = {
  name: 'quota',
  about: 'takes no more files than so many at a time; then uploads are 507',
  parameters: {
    files: { about: 'that may be there at once', unit: 'files', default: 100, min: 1, max: 1_000_000 },
    drops: {
      about: '1: what is over it is acknowledged, and not stored',
      unit: 'switch',
      default: 0,
      min: 0,
      max: 1,
    },
    forever: {
      about: '1: what is removed still counts',
      unit: 'switch',
      default: 0,
      min: 0,
      max: 1,
    },
    slow_ms: {
      about: 'added to each upload while it is nearly full',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60_000,
    },
  },
  plant({ files, drops, forever, slow_ms }) {
    const kept = new Set<string>();
    const ever = new Set<string>();
    const used = () => (forever === 1 ? ever.size : kept.size);
    const mayKeep = () => {
      if (used() < files) return;
      throw new ServiceError('insufficient_storage', `the quota of ${files} files is used up`);
    };
    return {
      storage: (real) => {
        const limited = withKeptFiles(real, kept, mayKeep);
        return alteredStorage(limited, {
          async receive(source) {
            const received = await limited.receive(source);
            return {
              ...received,
              async keepAs(name) {
                if (used() >= NEARLY_FULL * files) await delay(slow_ms);
                if (drops === 1 && used() >= files) return await received.discard();
                await received.keepAs(name);
                ever.add(name);
              },
            };
          },
        });
      },
    };
  },
};
