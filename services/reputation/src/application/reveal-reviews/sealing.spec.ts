import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandHandler, sealEnvelope, SUBJECT_KEYS, type SubjectKeys } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { reviewsDecider } from '../../domain/reviews/reviews.decider.js';
import { reviewsStorage } from '../../domain/reviews/reviews.events.js';
import { personOf, ratings } from '../../testing/contract-story.factory.js';
import { ReputationBench } from '../../testing/reputation-bench.factory.js';
import { commitOf } from '../review-commit.js';
import { SEAL, sealPlace } from '../seal-place.js';

describe('Opening a seal', () => {
  it('is done in the reveal use case and nowhere else', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => /(?<!\.spec)\.ts$/.test(path));
    const opening = sources.filter((path) => /openEnvelope|openWith/.test(readFileSync(`${root}${path}`, 'utf8')));
    expect(opening).toEqual(['application/reveal-reviews/reveal-reviews.handler.ts']);
  });
});

describe('A commit', () => {
  it('is not found by hashing all 15,625 ratings, since nobody knows the salt', () => {
    const review = { dimensions: ratings('client', 4), text: '' };
    const contractId = newId();
    const commit = commitOf(contractId, 'client', review, '5a'.repeat(32));
    const names = review.dimensions.map(({ name }) => name);
    const guesses = Array.from({ length: 5 ** names.length }, (_, guess) =>
      names.map((name, index) => ({ name, rating: (Math.floor(guess / 5 ** index) % 5) + 1 })),
    );
    expect(guesses.filter((dimensions) => commitOf(contractId, 'client', { dimensions, text: '' }, '') === commit)).toEqual([]);
    expect(guesses).toHaveLength(15_625);
  });
});

describe('A sealed review that is not what its commit says', () => {
  let bench: ReputationBench;
  beforeAll(async () => {
    bench = await ReputationBench.open();
  });
  afterAll(() => bench.close());

  it('is never published, and operators are alarmed', async () => {
    const story = await bench.reviewable();
    const { contractId } = story;
    const { service } = bench;
    const salt = '5a'.repeat(32);
    const said = { dimensions: ratings('client', 1), text: '', privateNote: '' };
    const keys = service.app.get<SubjectKeys>(SUBJECT_KEYS, { strict: false });
    const sealed = await sealEnvelope(keys, SEAL, sealPlace(contractId, 'client'), { ...said, salt });
    const commit = commitOf(contractId, 'client', { ...said, dimensions: ratings('client', 5) }, salt);
    const author = { authorPartyId: story.client.accountId, authorAccountId: story.client.accountId };
    const data = { contractId, side: 'client' as const, ...author, commit, sealed, sealedAt: bench.now() };
    const commandId = newId();
    const ids = { commandId, correlationId: commandId, causationId: commandId };
    const context = { ...ids, actor: { kind: 'system', id: 'spec' }, occurredAt: bench.now(), region: 'eu' } as const;
    await new CommandHandler(service.store, reviewsStorage, reviewsDecider).handle(contractId, { type: 'Seal', data }, context);
    await bench.review(story, 'freelancer', 5);
    expect((await bench.reviews(story, story.client)).body).toMatchObject({ state: 'both_sealed', reviews: [] });
    const { body } = await service.get('/reputation/operations/processes', { as: personOf('operator') });
    expect(JSON.stringify(body)).toContain('REPUTATION.COMMIT_MISMATCH');
  });
});
