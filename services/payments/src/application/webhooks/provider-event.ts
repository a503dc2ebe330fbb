import type { Money } from '@guildhall/kernel';
import { fail } from '../../domain/payments.errors.js';
import { parseReference, type Reference } from '../../provider/references.js';

const TYPES = [
  'charge.authorised',
  'charge.captured',
  'charge.refused',
  'charge.voided',
  'refund.succeeded',
  'refund.refused',
  'payout.paid',
  'payout.returned',
  'payout.refused',
] as const;

/** What a webhook says, checked: `resourceId` is the charge's, refund's or payout's id at the provider. */
export type ProviderEvent = Readonly<{
  id: string;
  type: (typeof TYPES)[number];
  reference: Reference;
  resourceId: string;
  amount: Money;
  /** Why it was refused or returned; null for good news. */
  reasonCode: string | null;
}>;

const invalid = (what: string) => fail('PAYMENTS.PROVIDER_PAYLOAD_INVALID', `The webhook is not understood: ${what}`);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const textIn = (record: Readonly<Record<string, unknown>>, name: string): string => {
  const value = record[name];
  if (typeof value !== 'string' || value === '' || value.length > 200) throw invalid(name);
  return value;
};
const moneyIn = (value: unknown): Money => {
  if (!isRecord(value)) throw invalid('amount');
  const [amount, currency] = [textIn(value, 'amount'), textIn(value, 'currency')];
  if (!/^[1-9][0-9]{0,17}$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) throw invalid('amount');
  return { amount, currency };
};

/** Which kind of effect a type of event speaks of. */
const kindOf = (type: ProviderEvent['type']): Reference['kind'] => {
  const [kind] = type.split('.');
  return kind as Reference['kind'];
};

/** Reads a webhook's body; throws `PAYMENTS.PROVIDER_PAYLOAD_INVALID` where it is not what its type promises. */
export const readProviderEvent = (body: unknown): ProviderEvent => {
  if (!isRecord(body) || !isRecord(body['data'])) throw invalid('body');
  const { data } = body;
  const type = TYPES.find((known) => known === body['type']);
  if (!type) throw invalid('type');
  const reference = parseReference(textIn(data, 'reference'));
  if (reference?.kind !== kindOf(type)) throw invalid('reference');
  const reason = data['refusalCode'] ?? data['failureCode'] ?? null;
  if (reason !== null && (typeof reason !== 'string' || !/^[a-z0-9][a-z0-9_.-]{0,63}$/.test(reason))) throw invalid('reason');
  const resourceId = textIn(data, `${reference.kind}Id`);
  return { id: textIn(body, 'id'), type, reference, resourceId, amount: moneyIn(data['amount']), reasonCode: reason };
};
