export { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox.js';
export { signatureHeader, signWebhook } from './webhooks/signature.js';
