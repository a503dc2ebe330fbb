import type { ClearingLimits } from '../alerts/clearing-limits.js';
import type { Case } from './case.js';

const money = (story: string, alert: string, series: string, values: string, fires: Case['fires']): Case => ({
  alert,
  story,
  interval: '15s',
  input: [{ series, values }],
  at: '2m',
  fires,
});
const oldest = (kind: string): string => `clearing_oldest_age_seconds{service="payments",kind="${kind}"}`;
const clearing = (kind: string, ...severities: readonly string[]) =>
  severities.map((severity) => ({ service: 'payments', kind, severity }));

/** Stories of the alerts of `money.alerts.ts`, at the limits of the policy. */
export const moneyCases = ({ transfer, payout }: ClearingLimits): readonly Case[] => [
  money(
    'a posting went missing',
    'LedgerImbalance',
    'ledger_imbalance_minor_units{service="payments",currency="EUR"}',
    '0 0 -1x8',
    [{ service: 'payments', currency: 'EUR', severity: 'page' }],
  ),
  money('the books balance', 'LedgerImbalance', 'ledger_imbalance_minor_units{service="payments",currency="EUR"}', '0x8', []),
  money('an account fell below zero', 'EscrowNegative', 'escrow_negative_accounts{service="payments"}', '0 1x8', [
    { service: 'payments', severity: 'page' },
  ]),
  money(
    'all that is held is below zero',
    'EscrowNegative',
    'escrow_held_minor_units{service="payments",currency="USD"}',
    '-5x8',
    [{ service: 'payments', severity: 'page' }],
  ),
  money('money is held', 'EscrowNegative', 'escrow_held_minor_units{service="payments",currency="USD"}', '60000x8', []),
  money(
    'a transfer waits for its other leg',
    'ClearingOld',
    oldest('transfer'),
    `${transfer.alertSeconds + 1}x8`,
    clearing('transfer', 'warn'),
  ),
  money(
    'a transfer waits for far too long',
    'ClearingOld',
    oldest('transfer'),
    `${transfer.pageSeconds + 1}x8`,
    clearing('transfer', 'page', 'warn'),
  ),
  money(
    'a payout is past its bank days',
    'ClearingOld',
    oldest('payout'),
    `${payout.alertSeconds + 1}x8`,
    clearing('payout', 'warn'),
  ),
  money('a payout is lost', 'ClearingOld', oldest('payout'), `${payout.pageSeconds + 1}x8`, clearing('payout', 'page', 'warn')),
  money('a payout is on its usual way', 'ClearingOld', oldest('payout'), `${payout.alertSeconds - 1}x8`, []),
  money('a transfer takes a moment', 'ClearingOld', oldest('transfer'), `${transfer.alertSeconds}x8`, []),
];
