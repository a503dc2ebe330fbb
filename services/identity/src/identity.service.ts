import { defineService } from '@guildhall/service-kit';
import { accountsPart } from './accounts.part.js';
import { erasurePart } from './erasure.part.js';
import { identityErrors } from './domain/identity.errors.js';
import answers from './generated/answers.json' with { type: 'json' };
import type { IdentityPart } from './identity.part.js';
import { notifierPart } from './notifier.part.js';
import { verificationPart } from './verification.part.js';

/** The subjects of this service. */
export const parts: readonly IdentityPart[] = [accountsPart, verificationPart, notifierPart, erasurePart];

export const definition = defineService({
  service: 'identity',
  storages: parts.flatMap(({ storages }) => storages),
  projections: parts.flatMap(({ projections }) => projections),
  processes: parts.flatMap(({ processes }) => processes),
  facts: parts.flatMap(({ facts }) => facts),
  errors: identityErrors,
  answers,
  listens: [...new Set(parts.flatMap(({ listens }) => listens))],
  groups: parts.flatMap(({ groups = [] }) => groups),
});
