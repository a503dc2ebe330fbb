import { Injectable } from '@nestjs/common';
import type { Conflict } from '../domain/dispute/dispute.commands.js';
import type { DisputeState } from '../domain/dispute/dispute.state.js';
import type { Suitability } from '../domain/mediator/mediators.decider.js';
import { shareHistory, type PartyState } from '../domain/party/party.decider.js';
import { DisputeStreams } from './dispute-streams.js';

type Known = Readonly<{ id: string; state: PartyState }>;

/** Who shares history or languages with the parties of a case. */
@Injectable()
export class History {
  constructor(private readonly streams: DisputeStreams) {}

  async conflictOf(accountId: string, dispute: DisputeState): Promise<Conflict> {
    const [person, ...sides] = await Promise.all([this.known(accountId), ...this.sidesOf(dispute)]);
    return sides.some((side) => shareHistory(person, side)) ? 'shared_history' : 'none';
  }

  async suitabilityOf(accountIds: readonly string[], dispute: DisputeState): Promise<readonly Suitability[]> {
    const sides = await Promise.all(this.sidesOf(dispute));
    return Promise.all(accountIds.map(async (accountId) => suitability(await this.known(accountId), sides)));
  }

  private sidesOf({ opened }: DisputeState): readonly Promise<Known>[] {
    return opened ? [this.known(opened.clientPartyId), this.known(opened.freelancerPartyId)] : [];
  }

  /** A side with its owner's languages where it is an organisation: those have none of their own. */
  private async known(id: string): Promise<Known> {
    const state = await this.streams.party(id);
    if (state.ownerAccountId === '' || state.languages.length > 0) return { id, state };
    const { languages } = await this.streams.party(state.ownerAccountId);
    return { id, state: { ...state, languages } };
  }
}

const primary = (language: string): string => language.split('-')[0] ?? language;

const suitability = (person: Known, sides: readonly Known[]): Suitability => {
  const spoken = new Set(person.state.languages.map(primary));
  const sharedLanguages = sides.filter(({ state }) => state.languages.some((language) => spoken.has(primary(language)))).length;
  return {
    accountId: person.id,
    history: sides.some((side) => shareHistory(person, side)) ? 'shared' : 'none',
    sharedLanguages,
  };
};
