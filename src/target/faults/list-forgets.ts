import type { Storage } from '../storage.ts';
import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { isChosen, shareParameter } from './share.ts';

export const listForgets: Fault<'share'> = {
  name: 'list-forgets',
  about: 'omits some files from every list, although they can be downloaded',
  parameters: { share: shareParameter('files', 0.1) },
  plant({ share }) {
    return {
      storage: (real) =>
        alteredStorage(real, { page: (after, limit) => pageWithGaps(real, after, limit, share) }),
    };
  },
};

/** Never an empty page with more to follow: its last name is where the next one begins. */
function pageWithGaps(
  real: Storage,
  after: string,
  limit: number,
  share: number,
): ReturnType<Storage['page']> {
  const { names, more } = real.page(after, limit);
  const listed = names.filter((name) => !isChosen(name, share));
  const last = names.at(-1);
  if (listed.length > 0 || !more || last === undefined) return { names: listed, more };
  return pageWithGaps(real, last, limit, share);
}
