import { writeFileSync } from 'node:fs';
import { createProgram } from './program.js';
import { referenceFile } from './reference/reference-file.js';
import { referenceOf } from './reference/reference.js';

const nothing = { url: undefined, email: undefined, password: undefined, credentialsFile: undefined, eventStoreUrl: undefined };
const program = createProgram({ config: nothing, fetch, out: () => undefined, err: () => undefined }, () => undefined);
writeFileSync(referenceFile, referenceOf(program));
