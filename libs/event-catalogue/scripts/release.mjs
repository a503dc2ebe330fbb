// Records the present catalogue in history/: `npm run release -w @guildhall/event-catalogue`. Refuses an incompatible change.
import { fileURLToPath } from 'node:url';
import { catalogue } from '../dist/catalogue.js';
import { incompatibilities, unrecorded } from '../dist/compatibility/gate.js';
import { readHistory, writeHistory } from '../dist/compatibility/history-files.js';

const folder = fileURLToPath(new URL('../history', import.meta.url));
const history = readHistory(folder);
const problems = incompatibilities(catalogue, history);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
const written = writeHistory(folder, unrecorded(catalogue, history));
console.log(written.length > 0 ? `Recorded ${written.join(', ')}` : 'Nothing to record');
