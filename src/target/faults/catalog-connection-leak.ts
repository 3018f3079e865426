import { alteredCatalog } from './altered-catalog.ts';
import type { Fault } from './fault.ts';
import { everyNth, oneInParameter } from './share.ts';

export const catalogConnectionLeak: Fault<'one_in'> = {
  name: 'catalog-connection-leak',
  about: "opens a connection to the catalog's database now and then, and never closes it",
  parameters: { one_in: oneInParameter('operations', 50) },
  plant({ one_in }) {
    const picked = everyNth(one_in);
    return {
      catalog(real) {
        const leak = async () => {
          if (picked()) await real.connect();
        };
        return alteredCatalog(real, {
          read: (name) => leak().then(() => real.read(name)),
          update: (...change) => leak().then(() => real.update(...change)),
        });
      },
    };
  },
};
