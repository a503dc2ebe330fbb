import type { Quote } from '../../domain/quote/quote.decider.js';

/** A quote as its two parties see it. */
export const quoteAnswer = ({ parts: _, boundAt: __, ...quote }: Quote) => quote;
export type QuoteAnswer = ReturnType<typeof quoteAnswer>;
