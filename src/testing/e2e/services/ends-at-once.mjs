// Cannot start.
process.stderr.write('no licence found\n');
process.exit(3);
