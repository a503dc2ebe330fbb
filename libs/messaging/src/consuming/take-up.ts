import { factOf } from '../facts/fact-of.js';
import { UnreadableRecord } from '../facts/record.errors.js';
import type { FactHandler, IncomingRecord, UnreadableHandler } from './fact-source.js';

/** Hands a record over as a fact, or as what cannot be read; rejects where either handler does, or where none takes the unreadable. */
export const takeUp = async (record: IncomingRecord, handler: FactHandler, unreadable?: UnreadableHandler): Promise<void> => {
  let fact;
  try {
    fact = factOf(record);
  } catch (error) {
    if (!(error instanceof UnreadableRecord) || !unreadable) throw error;
    return unreadable(record, error);
  }
  return handler(fact);
};
