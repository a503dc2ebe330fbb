import { SandboxError } from './sandbox-error.js';

/** How an instrument made from a test token behaves. `first` means: on its first charge only. */
export type InstrumentBehaviour = {
  readonly method: 'card' | 'bank_debit';
  readonly checkKind: 'micro_charge' | 'three_ds';
  readonly check: 'passes' | 'fails';
  readonly authorise: 'accept' | 'refuse' | 'refuse_first';
  readonly capture: 'accept' | 'refuse';
  readonly refund: 'accept' | 'refuse';
  readonly answer: 'sent' | 'lost_first';
  /** The holder the issuer knows; null repeats the name that was given. */
  readonly registeredHolder: string | null;
};

/** How a payout destination behaves. Days are of 24 hours of business time. */
export type DestinationBehaviour = {
  readonly accept: 'all' | 'none';
  readonly settleDays: number;
  readonly returned: 'never' | 'always' | 'first';
  readonly returnDays: number;
};

const card: InstrumentBehaviour = {
  method: 'card',
  checkKind: 'micro_charge',
  check: 'passes',
  authorise: 'accept',
  capture: 'accept',
  refund: 'accept',
  answer: 'sent',
  registeredHolder: null,
};

export const instrumentTokens: Readonly<Record<string, InstrumentBehaviour>> = {
  tok_ok: card,
  tok_3ds_ok: { ...card, checkKind: 'three_ds' },
  tok_bank_ok: { ...card, method: 'bank_debit' },
  tok_check_failed: { ...card, check: 'fails' },
  tok_personal: { ...card, registeredHolder: 'Alex Private' },
  tok_refuse_authorise: { ...card, authorise: 'refuse' },
  tok_refuse_once: { ...card, authorise: 'refuse_first' },
  tok_refuse_capture: { ...card, capture: 'refuse' },
  tok_refund_refused: { ...card, refund: 'refuse' },
  tok_timeout: { ...card, answer: 'lost_first' },
};

const prompt: DestinationBehaviour = { accept: 'all', settleDays: 0, returned: 'never', returnDays: 0 };

export const destinationTokens: Readonly<Record<string, DestinationBehaviour>> = {
  dst_ok: prompt,
  dst_slow: { ...prompt, settleDays: 2 },
  dst_refuse: { ...prompt, accept: 'none' },
  dst_return: { ...prompt, returned: 'always' },
  dst_return_once: { ...prompt, returned: 'first' },
};

export function instrumentBehaviour(testToken: string): InstrumentBehaviour {
  return known(instrumentTokens, testToken, testToken);
}

/** A destination token may carry `?settleDays=N&returnDays=N` (0 to 365), e.g. `dst_return?returnDays=3`. */
export function destinationBehaviour(testToken: string): DestinationBehaviour {
  const [name = '', ...rest] = testToken.split('?');
  const behaviour = known(destinationTokens, name, testToken);
  const days = new URLSearchParams(rest.join('?'));
  const unknownKey = [...days.keys()].find((key) => key !== 'settleDays' && key !== 'returnDays');
  if (unknownKey !== undefined) throw unknownToken(testToken, destinationTokens);
  return {
    ...behaviour,
    settleDays: dayCount(days.get('settleDays'), behaviour.settleDays, testToken),
    returnDays: dayCount(days.get('returnDays'), behaviour.returnDays, testToken),
  };
}

function dayCount(text: string | null, otherwise: number, testToken: string): number {
  if (text === null) return otherwise;
  if (!/^\d{1,3}$/.test(text) || Number(text) > 365) {
    throw new SandboxError('SANDBOX.TEST_TOKEN_UNKNOWN', `Days of ${testToken} must be a whole number from 0 to 365`);
  }
  return Number(text);
}

function known<B>(tokens: Readonly<Record<string, B>>, name: string, testToken: string): B {
  const behaviour = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
  if (behaviour === undefined) throw unknownToken(testToken, tokens);
  return behaviour;
}

const unknownToken = (testToken: string, tokens: object): SandboxError =>
  new SandboxError('SANDBOX.TEST_TOKEN_UNKNOWN', `No test token ${testToken}; known: ${Object.keys(tokens).join(', ')}`);
