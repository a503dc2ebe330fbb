/** What the sandbox provider supports and charges. A change of a number is a new version. */
export const providerPolicy = {
  version: 'sandbox-provider-1',
  /** Digits of ISO 4217; the currencies in which Guildhall contracts (payments.md, limits by currency). */
  currencyDigits: { USD: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3 },
  /** 1.5 % of what is captured, so that 10,000.00 settles as 9,850.00 + 150.00 (payments.md, template `ProviderSettled`). */
  chargeFeeBasisPoints: 150n,
  webhooks: {
    /** Milliseconds of wall time. A delivery is tried until it is answered 2xx, with doubling pauses up to the cap. */
    firstPauseMs: 200,
    pauseCapMs: 5_000,
    answerTimeoutMs: 5_000,
    /** How long `late` keeps an event back, and how long `out_of_order` waits at most for a later event. */
    defaultDelayMs: 1_000,
  },
} as const;

export type Currency = keyof typeof providerPolicy.currencyDigits;
