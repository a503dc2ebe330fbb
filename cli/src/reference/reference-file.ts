import { fileURLToPath } from 'node:url';

/** The page in the repository: this file is at cli/src/reference or cli/dist/reference. */
export const referenceFile = fileURLToPath(new URL('../../../docs/operators/command-line.md', import.meta.url));
