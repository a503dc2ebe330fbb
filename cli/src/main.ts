#!/usr/bin/env node
import { readConfig } from './config.js';
import { runCli } from './program.js';

process.exitCode = await runCli(process.argv.slice(2), {
  config: readConfig(),
  fetch,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
