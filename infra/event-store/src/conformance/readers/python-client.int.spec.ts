import { findTool } from '../../../../../scripts/tools/find-tool.mjs';
import { coreCases } from './core-cases.js';
import { pythonClient } from './python-client.js';

const { path = '', missing } = findTool('kurrentdb-python');

coreCases("Python's kurrentdbclient", (port) => pythonClient(path, port), missing);
