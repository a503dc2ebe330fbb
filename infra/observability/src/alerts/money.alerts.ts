import type { RuleGroup } from '../rules/rule.js';
import type { ClearingLimits } from './clearing-limits.js';

/** Money: any imbalance pages. `limits`: how long money may be in transit. */
export const moneyAlerts = ({ transfer, payout }: ClearingLimits): RuleGroup => ({
  name: 'guildhall-money',
  alerts: [
    {
      name: 'LedgerImbalance',
      severity: 'page',
      expr: 'max by (service, currency) (abs(ledger_imbalance_minor_units)) > 0',
      holds: '30s',
      summary: 'The books do not balance in {{ $labels.currency }}',
      description: 'Debits and credits of all postings in {{ $labels.currency }} differ.',
      dashboard: 'money',
      runbook: 'ledger-imbalance',
    },
    {
      name: 'EscrowNegative',
      severity: 'page',
      expr: 'max by (service) (escrow_negative_accounts) > 0 or min by (service) (escrow_held_minor_units) < 0',
      holds: '30s',
      summary: 'An escrow account is below zero',
      description: 'More money left an escrow than was held in it.',
      dashboard: 'money',
      runbook: 'escrow-negative',
    },
    {
      name: 'ClearingOld',
      severity: 'warn',
      expr: [
        `max by (service, kind) (clearing_oldest_age_seconds{kind="transfer"}) > ${transfer.alertSeconds}`,
        `max by (service, kind) (clearing_oldest_age_seconds{kind="payout"}) > ${payout.alertSeconds}`,
      ].join(' or '),
      holds: '30s',
      summary: 'Money is in transit for too long ({{ $labels.kind }})',
      description: 'The oldest {{ $labels.kind }} left one account and has not reached the other within its limit.',
      dashboard: 'money',
      runbook: 'clearing-old',
    },
    {
      name: 'ClearingOld',
      severity: 'page',
      expr: [
        `max by (service, kind) (clearing_oldest_age_seconds{kind="transfer"}) > ${transfer.pageSeconds}`,
        `max by (service, kind) (clearing_oldest_age_seconds{kind="payout"}) > ${payout.pageSeconds}`,
      ].join(' or '),
      holds: '30s',
      summary: 'Money is in transit for far too long ({{ $labels.kind }})',
      description: 'The oldest {{ $labels.kind }} is past the limit after which nobody waits for it to arrive by itself.',
      dashboard: 'money',
      runbook: 'clearing-old',
    },
  ],
});
