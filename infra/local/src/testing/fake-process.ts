import type { ProcessDescription } from '../supervision/process-description.js';
import { portAnswers } from '../supervision/conditions.js';

/**
 * A tiny program: writes what happens to it to a journal file, listens on its port, and ends 0 on SIGTERM.
 * Arguments: name, port, journal. GET /exit ends it with code 9, as a crash would.
 */
const PROGRAM = `
const { appendFileSync } = require('node:fs');
const [name, port, journal] = process.argv.slice(1);
const note = (what) => appendFileSync(journal, what + ' ' + name + '\\n');
require('node:http').createServer((request, response) => {
  response.end('here');
  if (request.url === '/exit') process.exit(9);
}).listen(Number(port), '127.0.0.1', () => note('up'));
process.on('SIGTERM', () => { note('down'); process.exit(0); });
console.log('hello from ' + name);
`;

export interface FakeProcess {
  readonly name: string;
  readonly port: number;
  readonly journal: string;
  /** Replaces the program: for one that cannot start. */
  readonly program?: string;
  readonly startDeadlineMs?: number;
}

/** Describes a tiny process for the supervisor's own tests. */
export const fakeProcess = ({
  name,
  port,
  journal,
  program = PROGRAM,
  startDeadlineMs = 20_000,
}: FakeProcess): ProcessDescription => ({
  name,
  title: name,
  command: process.execPath,
  args: ['-e', program, name, String(port), journal],
  environment: {},
  port,
  startDeadlineMs,
  stopDeadlineMs: 5_000,
  cleanExitCodes: [0],
  ready: () => portAnswers(port),
});
