export { Api, ApiRefused, type Answer, type RequestOptions } from './api.js';
export { LocalOutbox, type Notice } from './outbox.js';
export { Person, type Credentials } from './person.js';
export { signUp, type SignUp } from './sign-up.js';
export { eventually, InVain } from './eventually.js';
export { seedCredentials } from '../seed/credentials.js';
export { verifyFreelancer, verifyOrganisation } from './verification.js';
export { heapFlags } from '../platform/heap-flags.js';
