import { fail } from '../identity.errors.js';
import { judgeItem, type ItemOutline } from './item-formats.js';
import { isOffered } from './kyc-policy.js';
import { missingForReview, reviewersFor } from './requirements.js';
import type { CommandOf } from './verification.commands.js';
import type { VerificationEvent } from './verification.events.js';
import { evolveVerification, type VerificationState } from './verification.state.js';
import { ITEMS, type Item, type ItemError } from './verification.types.js';

const isItem = (name: string): name is Item => ITEMS.some((item) => item === name);

/** Takes what the party shows; the review begins once everything that the party has to show is there. */
export const submitItems = (command: CommandOf<'SubmitItems'>, state: VerificationState): readonly VerificationEvent[] => {
  const { partyId, submissionId, capabilities, items: documents, by: submittedBy, at: submittedAt } = command;
  const outlines = judged(command);
  const submitted: VerificationEvent = {
    type: 'VerificationSubmitted',
    data: { partyId, submissionId, capabilities, outlines, documents, submittedBy, submittedAt },
  };
  const after = evolveVerification(state, submitted);
  const { submission } = after;
  if (!submission || missingForReview(after, submission.capabilities, submission.items).length > 0) return [submitted];
  const reviewers = reviewersFor(after, submission.capabilities);
  return [submitted, { type: 'VerificationStarted', data: { partyId, submissionId, reviewers, startedAt: submittedAt } }];
};

const judged = ({
  partyKind,
  capabilities,
  items,
  at,
}: CommandOf<'SubmitItems'>): Readonly<Partial<Record<Item, ItemOutline>>> => {
  const errors: ItemError[] = capabilities
    .filter((capability) => !isOffered(capability, partyKind))
    .map((item) => ({ item, code: 'not_for_this_party' }));
  const outlines: Partial<Record<Item, ItemOutline>> = {};
  for (const [name, value] of Object.entries(items)) {
    const judgement = isItem(name) ? judgeItem(name, value, at) : { error: 'unknown_item' };
    if ('error' in judgement) errors.push({ item: name, code: judgement.error });
    else if (isItem(name)) outlines[name] = judgement.outline;
  }
  if (errors.length > 0) throw fail('IDENTITY.REQUIREMENT_INVALID', 'Some items are not in order', { items: errors });
  return outlines;
};
