import type { FaultDeclaration } from '../../contract/contract.ts';
import type { CatalogStore } from '../catalog/catalog-store.ts';
import type { Handler } from '../route.ts';
import type { Storage } from '../storage.ts';

/** Something that can be wrong with the service, to see whether a load test finds it. One file each. */
export interface Fault<K extends string = string> extends FaultDeclaration<K> {
  /** @param values of every parameter, each within its range */
  plant(values: Readonly<Record<K, number>>): Plant;
}

/** Where a planted fault stands in the way. */
export interface Plant {
  /** Around the handler of every `work` route; `watch` routes tell the truth under every fault. */
  handler?(next: Handler): Handler;
  storage?(real: Storage): Storage;
  /** Life of a token. */
  tokenSeconds?: number;
  /** Before the catalog's cache, which is honest. */
  catalog?(real: CatalogStore): CatalogStore;
}
