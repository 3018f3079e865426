import type { Received } from '../storage.ts';
import { alteredStorage } from './altered-storage.ts';
import type { Fault } from './fault.ts';
import { picker, shareParameter } from './share.ts';

export const lostFile: Fault<'share'> = {
  name: 'lost-file',
  about: 'acknowledges some uploads and does not store them',
  parameters: { share: shareParameter('uploads', 0.1) },
  plant({ share }) {
    const picked = picker(share);
    return {
      storage: (real) =>
        alteredStorage(real, {
          receive: async (source) => {
            const received = await real.receive(source);
            return picked() ? lost(received) : received;
          },
        }),
    };
  },
};

function lost(received: Received): Received {
  return { ...received, keepAs: () => received.discard() };
}
