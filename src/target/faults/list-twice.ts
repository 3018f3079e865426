import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { isChosen, shareParameter } from './share.ts';

export const listTwice: Fault<'share'> = {
  name: 'list-twice',
  about: 'shows some files twice in every list, as an index does that adds an entry in place of replacing it',
  parameters: { share: shareParameter('files', 0.1) },
  plant({ share }) {
    return {
      storage: (real) =>
        alteredStorage(real, {
          page(after, limit) {
            const { names, more } = real.page(after, limit);
            return { names: names.flatMap((name) => (isChosen(name, share) ? [name, name] : [name])), more };
          },
        }),
    };
  },
};
