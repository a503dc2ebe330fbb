#!/usr/bin/env node
// Loads nothing before the check: an older Node fails at an import, with an error that tells nobody what to do.
const NEEDED = 24;
const [major = '0'] = process.versions.node.split('.');
if (Number(major) >= NEEDED) await import('./main.js');
else {
  console.error(`The event store needs Node ${NEEDED} or later; this is ${process.versions.node}.`);
  process.exitCode = 1;
}
