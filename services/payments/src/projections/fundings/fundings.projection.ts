import { defineProjection } from '@guildhall/event-sourcing';
import { minorOf, money, type Money } from '@guildhall/kernel';
import { fundingStorage, type FundingEvent } from '../../domain/funding/funding.events.js';
import type { FundingStatus } from '../../domain/funding/funding.transitions.js';

export type ChargeAttempt = Readonly<{
  attempt: number;
  instrumentId?: string;
  outcome: 'asked' | 'authorised' | 'refused';
  reasonCode?: string;
}>;
export type FundingDocument = Readonly<{
  fundingId: string;
  contractId: string;
  clientPartyId: string;
  state: Exclude<FundingStatus, '(none)'>;
  total: Money;
  clientFee: Money;
  lines: readonly Readonly<{ milestoneId: string; amount: Money; clientFee: Money }>[];
  payBy: string;
  openedAt: string;
  attempts: readonly ChargeAttempt[];
}>;

/** The last attempt with its outcome; a refusal before any charge is an attempt without an instrument. */
const withOutcome = (
  attempts: readonly ChargeAttempt[],
  outcome: ChargeAttempt['outcome'],
  reasonCode?: string,
): readonly ChargeAttempt[] => {
  const last = attempts.at(-1) ?? { attempt: 1, outcome };
  return [...attempts.slice(0, -1), { ...last, outcome, ...(reasonCode === undefined ? {} : { reasonCode }) }];
};

/** One document a funding with all its charge attempts. */
export const fundings = defineProjection<FundingEvent, FundingDocument>({
  name: 'fundings',
  version: 1,
  from: [fundingStorage.category],
  indexes: [{ key: { contractId: 1, openedAt: 1 } }, { key: { clientPartyId: 1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data, occurredAt: openedAt }) {
    switch (type) {
      case 'FundingOpened': {
        const { fundingId, contractId, clientPartyId, total, payBy } = data;
        const lines = data.lines.map(({ milestoneId, amount, clientFee }) => ({ milestoneId, amount, clientFee }));
        const fees = lines.reduce((sum, { clientFee }) => sum + minorOf(clientFee), 0n);
        const amounts = { total, clientFee: money(fees, total.currency), lines, payBy };
        return { fundingId, contractId, clientPartyId, state: 'requested', ...amounts, openedAt, attempts: [] };
      }
      case 'ChargeClaimed': {
        const { attempt, instrumentId } = data;
        const attempts = [...(document?.attempts ?? []), { attempt, instrumentId, outcome: 'asked' as const }];
        return document && { ...document, state: 'charging', attempts };
      }
      case 'ChargeAuthorised':
        return document && { ...document, state: 'authorised', attempts: withOutcome(document.attempts, 'authorised') };
      case 'FundingRefused': {
        if (!document) return document;
        const attempts = withOutcome(document.attempts, 'refused', data.reasonCode);
        return { ...document, state: data.final ? 'closed' : 'failed', attempts };
      }
      case 'ChargeRetried':
        return document && { ...document, state: 'requested' };
      case 'FundingCommitted':
        return document && { ...document, state: 'held' };
      case 'GiveUpNoted':
      case 'LateChargeSeen':
        return document;
    }
  },
});
