#!/usr/bin/env node
// What runs where burstbox is a package of another project; in a checkout it is run.mjs.
import { main } from './dist/main.mjs';
import { bundleIn } from './src/build/in-package.mjs';

await main(process.argv.slice(2), bundleIn);
