import { Gauge, type Registry } from 'prom-client';
import type { CatalogAnswer } from '../../contract/contract.ts';

const HELP: Record<keyof CatalogAnswer, string> = {
  connections: 'Open connections to the database.',
  statements: 'Statements that are prepared on them.',
  cache_entries: 'Datasets in the read cache.',
  cache_hits: 'Reads that the cache answered.',
  cache_misses: 'Reads that went to the database.',
  writes: 'Datasets that were created, changed or removed.',
  conflicts: 'Changes that expected another version.',
};
const COUNTERS: readonly string[] = ['cache_hits', 'cache_misses', 'writes', 'conflicts'];

/** What GET /metrics/catalog says as Prometheus metrics: `catalog_connections`, and `catalog_writes_total` of what only grows. */
export function registerCatalogMetrics(registry: Registry, numbers: () => CatalogAnswer): void {
  for (const [key, help] of Object.entries(HELP) as [keyof CatalogAnswer, string][])
    new Gauge({
      name: `catalog_${key}${COUNTERS.includes(key) ? '_total' : ''}`,
      help,
      registers: [registry],
      collect() {
        this.set(numbers()[key]);
      },
    });
}
