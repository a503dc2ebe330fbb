import { findTool } from '../../../../../scripts/tools/find-tool.mjs';
import { coreCases } from './core-cases.js';
import { pythonClient } from './python-client.js';

const { path = '', missing } = findTool('kurrentdb-python');

if (missing !== undefined) console.log(`The Python client is skipped: ${missing}.`);
coreCases("Python's kurrentdbclient", (port) => pythonClient(path, port), missing);
