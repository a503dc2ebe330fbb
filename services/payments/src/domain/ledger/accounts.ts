/** Chart of accounts (payments.md). Ids are parts of names, so an auditor needs nothing but the postings. */
export const cash = (provider: string): string => `cash:${provider}`;
export const walletFunding = (party: string): string => `wallet:${party}:funding`;
export const walletPending = (party: string): string => `wallet:${party}:pending`;
export const walletAvailable = (party: string): string => `wallet:${party}:available`;
export const walletFrozen = (party: string): string => `wallet:${party}:frozen`;
export const walletOwed = (party: string): string => `wallet:${party}:owed`;
export const escrowHeld = (contract: string, milestone: string): string => `escrow:${contract}:${milestone}`;
export const escrowFrozen = (contract: string, milestone: string): string => `escrow:${contract}:${milestone}:frozen`;
export const inTransit = (transfer: string): string => `clearing:transfer:${transfer}`;
export const payoutClearing = (payout: string): string => `clearing:payout:${payout}`;
export const CLIENT_FEES = 'revenue:client_fee';
export const FREELANCER_FEES = 'revenue:freelancer_fee';
