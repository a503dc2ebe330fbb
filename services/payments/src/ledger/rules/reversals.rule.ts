import { sum, type Fields } from '../ledger-event.js';
import { finding, type Finding, type Rule, type Seen } from '../rule.js';

type Taken = readonly Readonly<{ release: string; minor: bigint }>[];

/**
 * I14: a reversal names releases of its own milestone and never takes more than their gross; a charge is never refunded to its
 * instrument beyond what was captured.
 */
export const reversals = (): Rule => {
  const releases = new Map<string, bigint>();
  /** What splits give to the freelancer: a release once it is credited. */
  const shares = new Map<string, bigint>();
  const started = new Map<string, Taken>();
  const charges = new Map<string, bigint>();
  const refundedCharges = new Map<string, Readonly<{ chargeId: string; minor: bigint }>>();

  const add = (map: Map<string, bigint>, name: string, minor: bigint): bigint => {
    const after = (map.get(name) ?? 0n) + minor;
    map.set(name, after);
    return after;
  };
  const reverse = (of: string, lines: readonly Fields[], total: bigint): readonly Finding[] => {
    const taken = lines.map((line) => ({ release: `${of}|${line.text('releaseId')}`, minor: line.minor('gross') }));
    const off =
      sum(taken.map(({ minor }) => minor)) === total ? [] : [finding('I14', 'the originals do not sum to the reversal')];
    const found = taken.flatMap(({ release, minor }): readonly Finding[] => {
      if (!releases.has(release)) return [finding('I14', `no such release: ${release.split('|')[2] ?? ''}`)];
      const left = add(releases, release, -minor);
      return left < 0n ? [finding('I14', `${-left} reversed above the gross of release ${release.split('|')[2] ?? ''}`)] : [];
    });
    return [...off, ...found];
  };

  const escrow = ({ event, fields, key }: Seen): readonly Finding[] => {
    if (!fields.has('milestoneId')) return [];
    const of = `${key}|${fields.text('milestoneId')}`;
    switch (event.type) {
      case 'ReleaseCompleted':
        add(releases, `${of}|${fields.text('releaseId')}`, fields.minor('gross'));
        return [];
      case 'ReleasedRefundStarted': {
        const lines = fields.list('lines');
        const taken = lines.map((line) => ({ release: `${of}|${line.text('releaseId')}`, minor: line.minor('gross') }));
        started.set(`${of}|${fields.text('refundId')}`, taken);
        return reverse(of, lines, fields.minor('amount'));
      }
      case 'InstructionRefused':
        for (const { release, minor } of started.get(`${of}|${fields.text('instructionId')}`) ?? [])
          add(releases, release, minor);
        started.delete(`${of}|${fields.text('instructionId')}`);
        return [];
      case 'SplitSent': {
        const released = fields.part('fromReleased');
        const found = reverse(of, released.list('lines'), released.minor('toClient'));
        shares.set(`${of}|${fields.text('splitId')}`, fields.part('fromHeld').minor('toFreelancer'));
        return found;
      }
      case 'SplitCompleted': {
        const name = `${of}|${fields.text('splitId')}`;
        const share = shares.get(name) ?? 0n;
        if (share > 0n) add(releases, name, share);
        return [];
      }
      default:
        return [];
    }
  };

  const wallet = ({ event, fields, key }: Seen): readonly Finding[] => {
    switch (event.type) {
      case 'ChargeCaptured':
        add(charges, fields.text('chargeId'), fields.minor('amount'));
        return [];
      case 'InstrumentRefunded': {
        const refund = { chargeId: fields.text('chargeId'), minor: fields.minor('amount') };
        refundedCharges.set(`${key}|${fields.text('refundId')}`, refund);
        const left = add(charges, refund.chargeId, -refund.minor);
        return left < 0n ? [finding('I14', `charge ${refund.chargeId} is refunded ${-left} above what was captured`)] : [];
      }
      case 'InstrumentRefundReturned': {
        const refund = refundedCharges.get(`${key}|${fields.text('refundId')}`);
        if (refund?.minor !== fields.minor('amount'))
          return [finding('I14', 'an instrument refund comes back that was not sent')];
        add(charges, refund.chargeId, refund.minor);
        return [];
      }
      default:
        return [];
    }
  };

  return {
    take(seen) {
      if (seen.aggregate === 'escrow') return escrow(seen);
      return seen.aggregate === 'wallet' ? wallet(seen) : [];
    },
  };
};
