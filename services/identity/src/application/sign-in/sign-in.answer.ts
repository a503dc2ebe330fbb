import type { AccessToken } from '../credentials/access-tokens.js';

/** What a client app keeps: the access token for 5 minutes, the refresh token until it is used. Instants are wall time. */
export type SignedIn = AccessToken & Readonly<{ accountId: string; sessionId: string; refreshToken: string }>;
