/**
 * The reference service: a file service to be put under load. Its environment is described at `readSettings`.
 *
 * It prints one line of JSON when it listens, `{"event":"listening","url",…}`, and ends on SIGTERM or SIGINT.
 * Exit codes: 0 asked to end, 1 the machine refused (port in use, folder not writable), 64 bad environment.
 */
import { App } from './app.ts';
import { type Catalog, openCatalog } from './catalog/catalog.ts';
import { takeDataFolder } from './data-folder.ts';
import { openFolderStorage } from './folder-storage.ts';
import { VERSION } from './health.ts';
import { profilingRoutes } from './profiling.ts';
import { type RunningServer, startServer } from './server.ts';
import { errnoOf } from './service-error.ts';
import { SettingError } from './setting-error.ts';
import { readSettings, type Settings } from './settings.ts';
import type { Storage } from './storage.ts';

const EXIT_REFUSED = 1;
/** sysexits EX_USAGE */
const EXIT_USAGE = 64;

try {
  const settings = readSettings(process.env);
  const server = await start(settings);
  const end = () => server.stop().then(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  console.log(JSON.stringify({ event: 'listening', url: server.url, pid: process.pid, version: VERSION }));
} catch (error) {
  console.error(`burstbox target: ${reason(error)}`);
  process.exit(error instanceof SettingError ? EXIT_USAGE : EXIT_REFUSED);
}

async function start(settings: Settings): Promise<RunningServer> {
  const { storage, catalog } = keptFor(settings);
  const app = new App(settings, storage, catalog, settings.profiling ? await profilingRoutes() : []);
  try {
    return await startServer(settings, app);
  } catch (error) {
    const where = `${settings.host}:${settings.port}`;
    if (errnoOf(error) === 'EADDRINUSE')
      throw new Error(`${where} is in use; stop what listens there, or set PORT`);
    throw new Error(`cannot listen on ${where} (${reason(error)}); set HOST and PORT`);
  }
}

function keptFor({ dataFolder }: Settings): { storage: Storage; catalog: Catalog } {
  try {
    const folder = takeDataFolder(dataFolder);
    process.once('exit', folder.release);
    return { storage: openFolderStorage(folder.path), catalog: openCatalog(folder.path) };
  } catch (error) {
    throw new Error(`cannot keep files (${reason(error)}); set DATA_DIR to a folder that can be written`);
  }
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
