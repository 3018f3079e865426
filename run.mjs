#!/usr/bin/env node
import { build } from './build.mjs';

if (await build({ staleOnly: true })) {
  const { main } = await import('./dist/main.mjs');
  await main(process.argv.slice(2));
}
