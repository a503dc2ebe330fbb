import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { missingSamples, upcastSample, type GoldenSample } from '@guildhall/testing';
import { contractStorage, type ContractEvent } from './contract.events.js';
import { contractAfter, fundedSteps } from './contract.factory.js';
import { evolveContract } from './contract.evolve.js';
import type { ContractState } from './contract.state.js';

const folder = new URL('./samples/', import.meta.url);
const samples = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as GoldenSample);

describe('Recorded events of contracts', () => {
  it('hold every version of every type', () => expect(missingSamples(contractStorage, samples)).toEqual([]));

  it.each(samples)('$type v$schemaVersion folds through the present code', (sample) => {
    const event = upcastSample<ContractEvent>(contractStorage, sample) as ContractEvent;
    const state: ContractState = contractAfter(...fundedSteps());
    const after = evolveContract(state, event);
    expect(JSON.parse(JSON.stringify(after))).toEqual(after);
  });
});
