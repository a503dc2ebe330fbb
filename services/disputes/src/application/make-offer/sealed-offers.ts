import { createHash, randomBytes } from 'node:crypto';
import {
  EVENT_STORE,
  isEnvelope,
  openEnvelope,
  sealEnvelope,
  SUBJECT_KEYS,
  type EventStore,
  type SubjectKeys,
} from '@guildhall/event-sourcing';
import { minorOf, money, streamOf, type Money } from '@guildhall/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { midpointOf } from '../../domain/dispute/decide-offers.js';
import type { Of } from '../../domain/dispute/dispute.commands.js';
import { disputeStorage, type EventDataOf, type SealedOffer, type Side } from '../../domain/dispute/dispute.events.js';

type Offer = Readonly<{ disputeId: string; offerId: string; side: Side; toFreelancer: Money }>;
type Opened = Readonly<{ offer: Offer; salt: string }>;

/** Bytes of the salt: as many as the hash has, so that no commitment can be guessed from the few possible amounts. */
const SALT_BYTES = 32;

/** Field order is part of the commitment. */
const commitmentOf = ({ disputeId, offerId, side, toFreelancer: { amount, currency } }: Offer, salt: string): string => {
  const canonical = JSON.stringify([disputeId, offerId, side, amount, currency]);
  return `sha256:${createHash('sha256').update(canonical).update(Buffer.from(salt, 'base64url')).digest('hex')}`;
};

/**
 * Seals offers, and opens them for the comparison alone, under a key per dispute and side (disputes.md, Offers). Nothing else in this
 * service reads keys of purpose `seal`.
 */
@Injectable()
export class SealedOffers {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  async seal(offer: Offer): Promise<SealedOffer> {
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    const sealed = await sealEnvelope(this.keys, 'seal', placeOf(offer), { offer, salt });
    return { commit: commitmentOf(offer, salt), sealed };
  }

  /** Compares the newest sealed offers of both sides; null while one is missing or they do not cross. */
  async compare(disputeId: string): Promise<Of<'SettleSealed'> | null> {
    const newest = await this.newest(disputeId);
    if (!newest.client || !newest.freelancer) return null;
    const [client, freelancer] = await Promise.all([this.open(newest.client), this.open(newest.freelancer)]);
    const middle = midpointOf(minorOf(client.toFreelancer), minorOf(freelancer.toFreelancer));
    if (middle === null) return null;
    const toFreelancer = money(middle, client.toFreelancer.currency);
    return { type: 'SettleSealed', data: { clientOfferId: client.offerId, freelancerOfferId: freelancer.offerId, toFreelancer } };
  }

  private async newest(disputeId: string): Promise<Partial<Record<Side, EventDataOf<'OfferSealed'>>>> {
    const newest: Partial<Record<Side, EventDataOf<'OfferSealed'>>> = {};
    for await (const event of this.store.read(streamOf(disputeStorage, disputeId))) {
      if (event.type !== 'OfferSealed') continue;
      const offer = event.data as EventDataOf<'OfferSealed'>;
      newest[offer.side] = offer;
    }
    return newest;
  }

  private async open({ disputeId, side, sealed, commit }: EventDataOf<'OfferSealed'>): Promise<Offer> {
    if (!isEnvelope(sealed)) throw new Error(`The sealed offer of ${disputeId} is no envelope`);
    const { offer, salt } = (await openEnvelope(this.keys, placeOf({ disputeId, side }), sealed)) as Opened;
    if (commitmentOf(offer, salt) !== commit) throw new Error(`The sealed offer of ${disputeId} is not the one committed to`);
    return offer;
  }
}

const placeOf = ({ disputeId, side }: Pick<Offer, 'disputeId' | 'side'>) => ({
  stream: streamOf(disputeStorage, disputeId),
  type: 'OfferSealed',
  field: 'sealed',
  subject: `${disputeId}/${side}`,
});
