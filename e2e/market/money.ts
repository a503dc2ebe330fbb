import type { Money } from '@guildhall/kernel';

/** Dollars in minor units: `usd('600.00')` is 60,000 cents. */
export const usd = (text: string): Money => ({ amount: BigInt(text.replace('.', '')).toString(), currency: 'USD' });
