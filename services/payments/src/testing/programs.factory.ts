import { fileURLToPath } from 'node:url';

const programOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What specs start as processes of their own; built before they run. */
export const programs = {
  payments: programOf('../../dist/main.js'),
  ledgerCheck: programOf('../../dist/ledger-check.main.js'),
  rebuild: programOf('../../dist/rebuild.main.js'),
  sandbox: programOf('../../../../infra/payment-sandbox/dist/main.js'),
} as const;
