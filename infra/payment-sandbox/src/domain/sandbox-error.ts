/** HTTP status of every stable code. The OpenAPI document lists the same codes; a spec compares both. */
export const problemStatus = {
  'SANDBOX.VALIDATION': 400,
  'SANDBOX.IDEMPOTENCY_KEY_MISSING': 400,
  'SANDBOX.UNAUTHENTICATED': 401,
  'SANDBOX.NOT_FOUND': 404,
  'SANDBOX.ILLEGAL_TRANSITION': 409,
  'SANDBOX.REFUND_EXCEEDS_CAPTURED': 409,
  'SANDBOX.CURRENCY_MISMATCH': 409,
  'SANDBOX.PAYLOAD_TOO_LARGE': 413,
  'SANDBOX.UNSUPPORTED_MEDIA_TYPE': 415,
  'SANDBOX.IDEMPOTENCY_KEY_REUSED': 422,
  'SANDBOX.TEST_TOKEN_UNKNOWN': 422,
  'SANDBOX.INSTRUMENT_REFUSED': 422,
  'SANDBOX.CURRENCY_UNSUPPORTED': 422,
  'SANDBOX.CLOCK_BACKWARDS': 422,
  'SANDBOX.FAULT_INJECTED': 500,
  'SANDBOX.INTERNAL': 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** Members added to the problem body: `allowed` for illegal transitions, `pointers` for schema violations. */
export type ProblemMembers = { readonly allowed?: readonly string[]; readonly pointers?: readonly string[] };

/** A refusal that the caller can act on. Nothing was changed when one is thrown. */
export class SandboxError extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly members: ProblemMembers = {},
  ) {
    super(detail);
    this.name = 'SandboxError';
  }

  get status(): number {
    return problemStatus[this.code];
  }
}
