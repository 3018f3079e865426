import { ServiceError } from '../service-error.ts';
import type { Fault } from './fault.ts';
import { withKeptFiles } from './kept-files.ts';

export const quota: Fault<'files'> = {
  name: 'quota',
  about: 'stores a limited number of files at a time; beyond that uploads return 507',
  parameters: {
    files: { about: 'that may be stored at once', unit: 'files', default: 100, min: 1, max: 1_000_000 },
  },
  plant({ files }) {
    const kept = new Set<string>();
    const mayKeep = () => {
      if (kept.size < files) return;
      throw new ServiceError('insufficient_storage', `the quota of ${files} files is used up`);
    };
    return { storage: (real) => withKeptFiles(real, kept, mayKeep) };
  },
};
