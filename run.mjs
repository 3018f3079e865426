#!/usr/bin/env node
import { isFresh } from './src/build/fresh.mjs';

if (isFresh() || (await (await import('./build.mjs')).build())) {
  const { main } = await import('./dist/main.mjs');
  await main(process.argv.slice(2));
}
