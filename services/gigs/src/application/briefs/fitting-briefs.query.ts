import type { ReadModel } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import { InjectReadModel } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { relationshipKey } from '../../domain/relationship/relationship.decider.js';
import { briefs, type BriefDocument } from '../../projections/briefs/briefs.projection.js';
import { gigs, type GigDocument } from '../../projections/gigs/gigs.projection.js';
import { parties, type PartyDocument } from '../../projections/parties/parties.projection.js';
import { relationships, type RelationshipDocument } from '../../projections/relationships/relationships.projection.js';
import { pageOf, type Page } from '../page.js';
import { Tariff, type PriceList } from '../quotes/tariff.js';
import { publicBrief, type PublicBrief } from './brief-view.js';

/** A brief with what the freelancer would net at both ends of its budget, and why it fits. */
export type FittingBrief = PublicBrief & Readonly<{ net: Readonly<{ low?: Money; high?: Money }>; fits: readonly string[] }>;
export type FitQuery = Readonly<{
  partyId: string;
  roleId: string | undefined;
  fit: 'all' | 'mine';
  limit: number | undefined;
  cursor: string | undefined;
}>;

type Profile = Readonly<{ roleIds: readonly string[]; skills: readonly string[] }>;

/** Open briefs of others, newest first; with `fit: 'mine'` those of my work roles or skills. */
@Injectable()
export class FittingBriefsQuery {
  constructor(
    @InjectReadModel(briefs) private readonly model: ReadModel<BriefDocument>,
    @InjectReadModel(gigs) private readonly offers: ReadModel<GigDocument>,
    @InjectReadModel(parties) private readonly people: ReadModel<PartyDocument>,
    @InjectReadModel(relationships) private readonly totals: ReadModel<RelationshipDocument>,
    private readonly tariff: Tariff,
  ) {}

  async execute({ partyId, roleId, fit, limit, cursor }: FitQuery): Promise<Page<FittingBrief>> {
    const profile = await this.profileOf(partyId);
    const open = { state: 'open', hidden: 'no', clientPartyId: { $ne: partyId }, ...(roleId !== undefined && { roleId }) };
    const mine = { $or: [{ roleId: { $in: [...profile.roleIds] } }, { skills: { $in: [...profile.skills] } }] };
    const filter = fit === 'mine' ? { $and: [open, mine] } : open;
    const { items, ...next } = await pageOf(this.model, filter, { field: 'publishedAt', id: 'briefId', limit, cursor });
    const clients = await this.byParty(items.map(({ clientPartyId }) => clientPartyId));
    const known = await this.totals.find({ freelancerPartyId: partyId });
    const byPair = new Map(known.map((relationship) => [relationshipKey(relationship), relationship.totals]));
    const prices = await this.tariff.now();
    const shown = items.map((brief) => {
      const { clientPartyId, budget } = brief;
      const totals = byPair.get(relationshipKey({ clientPartyId, freelancerPartyId: partyId })) ?? {};
      const total = totals[budget.low.currency] ?? '0';
      const net = { ...netOf(prices, 'low', budget.low, total), ...netOf(prices, 'high', budget.high, total) };
      return { ...publicBrief(brief, clients.get(clientPartyId) ?? null), net, fits: reasons(profile, brief) };
    });
    return { items: shown, ...next };
  }

  private async profileOf(partyId: string): Promise<Profile> {
    const own = await this.offers.find({ freelancerPartyId: partyId });
    const party = await this.people.get(partyId);
    const contents = own.flatMap(({ onSale, draft }) => onSale ?? draft ?? []);
    const skills = [...(party?.skills ?? []), ...contents.flatMap((content) => content.skills)];
    return { roleIds: [...new Set(contents.map(({ roleId }) => roleId))], skills: [...new Set(skills)] };
  }

  private async byParty(partyIds: readonly string[]): Promise<ReadonlyMap<string, PartyDocument>> {
    const found = await this.people.find({ partyId: { $in: [...new Set(partyIds)] } });
    return new Map(found.map((party) => [party.partyId, party]));
  }
}

const netOf = (prices: PriceList, end: 'low' | 'high', price: Money, total: string): Readonly<{ low?: Money; high?: Money }> => {
  const cost = prices.costOf(price, total);
  return cost ? { [end]: cost.freelancerNet } : {};
};

/** `role`, or `skill.<id>` for each skill that both name. */
const reasons = ({ roleIds, skills }: Profile, brief: BriefDocument): readonly string[] => [
  ...(roleIds.includes(brief.roleId) ? ['role'] : []),
  ...brief.skills.filter((skillId) => skills.includes(skillId)).map((skillId) => `skill.${skillId}`),
];
