/** Whether this is the part of a bundle that the VUs of the load run: see src/build/script-bundles.mjs. */
declare const IN_LOAD: boolean;
