/** A service in Go of our own, for the rows of the matrix that are about its runtime. */
import type { Tool } from './tool.ts';

/** The same stands in its main.go. */
const VERSION = 'v1.0.0';

export const GO_SERVICE: Tool = {
  name: 'go-service',
  version: VERSION,
  wanted: VERSION,
  isWanted: (version) => version === VERSION,
  variable: 'GO_SERVICE_BIN',
  versionArgs: ['--version'],
  readVersion: (output) => /^go-service (v\d{1,4}\.\d{1,4}\.\d{1,4})$/m.exec(output)?.[1],
  installUrl: 'https://go.dev/dl/',
  diskTakes: '10 MB in its cache, and 200 MB more when Go builds it',
  source: { folder: 'go-service-source', package: '.', takes: 'half a minute on two cores' },
};
