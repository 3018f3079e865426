import type { CatalogStore } from '../catalog/catalog-store.ts';
import type { Handler } from '../route.ts';
import type { Storage } from '../storage.ts';
import type { NamedFault } from './read.ts';

/** All faults of a service as one; without any, handlers and what is kept come back as they are. */
export interface Planted {
  handler(healthy: Handler): Handler;
  storage(healthy: Storage): Storage;
  tokenSeconds(healthy: number): number;
  catalog(healthy: CatalogStore): CatalogStore;
}

/** The fault named first is the outermost: a request meets it first. */
export function plantFaults(faults: readonly NamedFault[]): Planted {
  const plants = faults.map(({ fault, values }) => fault.plant(values)).reverse();
  return {
    handler: (healthy) => plants.reduce((next, plant) => plant.handler?.(next) ?? next, healthy),
    storage: (healthy) => plants.reduce((real, plant) => plant.storage?.(real) ?? real, healthy),
    tokenSeconds: (healthy) => Math.min(healthy, ...plants.flatMap((plant) => plant.tokenSeconds ?? [])),
    catalog: (healthy) => plants.reduce((real, plant) => plant.catalog?.(real) ?? real, healthy),
  };
}
