import { describe, expect, it } from '@jest/globals';
import type { Command, Decider, DomainEvent, StorageContract } from '@guildhall/kernel';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { escrowDecider } from '../escrow/escrow.decider.js';
import { escrowStorage } from '../escrow/escrow.events.js';
import escrow from '../escrow/samples/escrow.v1.json' with { type: 'json' };
import { feePolicyDecider, feePolicyStorage } from '../fee-policy/fee-policy.decider.js';
import feePolicy from '../fee-policy/samples/fee-policy.v1.json' with { type: 'json' };
import { fundingDecider } from '../funding/funding.decider.js';
import { fundingStorage } from '../funding/funding.events.js';
import funding from '../funding/samples/funding.v1.json' with { type: 'json' };
import { methodDecider } from '../method/method.decider.js';
import { methodStorage } from '../method/method.events.js';
import method from '../method/samples/method.v1.json' with { type: 'json' };
import { numbersDecider, numbersStorage } from '../numbers/numbers.decider.js';
import numbers from '../numbers/samples/numbers.v1.json' with { type: 'json' };
import { partyDecider, partyStorage } from '../party/party.decider.js';
import party from '../party/samples/party.v1.json' with { type: 'json' };
import { walletDecider } from '../wallet/wallet.decider.js';
import { walletStorage } from '../wallet/wallet.events.js';
import wallet from '../wallet/samples/wallet.v1.json' with { type: 'json' };

/** Streams as they were recorded: these events are never edited. The state that they fold to is renewed only with its own shape. */
type Recording = Readonly<{ events: readonly unknown[]; state: unknown }>;
type Case = Readonly<{
  storage: StorageContract;
  decider: Decider<Command, DomainEvent, unknown>;
  recording: Recording;
}>;
const of = (storage: unknown, decider: unknown, recording: Recording): Case => ({ storage, decider, recording }) as Case;

const plain = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));

describe('Recorded events of schema version 1', () => {
  it.each<[string, Case]>([
    ['escrow', of(escrowStorage, escrowDecider, escrow)],
    ['wallet', of(walletStorage, walletDecider, wallet)],
    ['funding', of(fundingStorage, fundingDecider, funding)],
    ['method', of(methodStorage, methodDecider, method)],
    ['fee policy', of(feePolicyStorage, feePolicyDecider, feePolicy)],
    ['numbers', of(numbersStorage, numbersDecider, numbers)],
    ['party', of(partyStorage, partyDecider, party)],
  ])('of %s exist for every type and still fold to the same state', (_name, { storage, decider, recording }) => {
    const samples = recording.events as readonly GoldenSample[];
    expect(missingSamples(storage, samples)).toEqual([]);
    const state = samples.reduce(
      (folded, sample) => decider.evolve(folded, upcastSample(storage, sample)),
      decider.initialState(),
    );
    expect(plain(state)).toEqual(recording.state);
  });
});
