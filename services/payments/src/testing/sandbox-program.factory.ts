import { fileURLToPath } from 'node:url';

/** The payment sandbox as a program; built before specs start it. */
export const SANDBOX_PROGRAM = fileURLToPath(new URL('../../../../infra/payment-sandbox/dist/main.js', import.meta.url));
