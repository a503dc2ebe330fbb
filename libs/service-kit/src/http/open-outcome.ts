import type { ServiceName } from '@guildhall/kernel';
import type { ClaimPlace } from './request-claims.js';

/** Seconds after which asking, or repeating the request, makes sense. */
export const ASK_AGAIN_SECONDS = 2;

/** Places that one address names at most; no request appends to more streams. */
const MOST_PLACES = 8;
const STREAM_FORM = /^[a-z]+\.[a-z]+-[\x21-\x7e]{1,200}$/;
const UUID_FORM = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Body of the 202 of a command whose outcome nobody confirmed (architecture.md §3): `ask` is the address that tells, for its sender only. */
export type OpenOutcome = Readonly<{ code: string; detail: string; commandId: string; ask: string }>;

/** Code of that answer, e.g. `PAYMENTS.OUTCOME_UNKNOWN` (payments.md, Errors). */
export const outcomeUnknownCode = (service: ServiceName): string => `${service.toUpperCase()}.OUTCOME_UNKNOWN`;

export const openOutcomeOf = (service: ServiceName, commandId: string, places: readonly ClaimPlace[]): OpenOutcome => ({
  code: outcomeUnknownCode(service),
  detail: 'Nobody confirmed in time. Ask at the address, or repeat the request with the same Idempotency-Key for its answer',
  commandId,
  ask: `/${service}/commands/${commandId}?place=${placeToken(places)}`,
});

/** Places as a client carries them: base64url, opaque, because the form may change. */
export const placeToken = (places: readonly ClaimPlace[]): string =>
  Buffer.from(JSON.stringify(places.map(({ stream, commandId }) => [stream, commandId]))).toString('base64url');

/** The places of a token; null where it is none of this service's. */
export const placesOf = (token: string, service: ServiceName): readonly ClaimPlace[] | null => {
  const parsed = parsedOf(token);
  if (!Array.isArray(parsed) || parsed.length === 0 || parsed.length > MOST_PLACES) return null;
  const places = (parsed as readonly unknown[]).flatMap((pair) => {
    const [stream, commandId] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    const fits = typeof stream === 'string' && stream.startsWith(`${service}.`) && STREAM_FORM.test(stream);
    return fits && typeof commandId === 'string' && UUID_FORM.test(commandId) ? [{ stream, commandId }] : [];
  });
  return places.length === parsed.length ? places : null;
};

const parsedOf = (token: string): unknown => {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return null; // not JSON: the caller answers 400
  }
};
