import { finding, type Finding, type Rule, type Seen } from '../rule.js';

type EscrowFreeze = {
  readonly contractId: string;
  readonly milestoneId: string;
  frozen: bigint;
  status: 'open' | 'ended';
  divided: 'no' | 'yes';
};

/**
 * I13: frozen money leaves its account only by the split of its own dispute or by the end of its own freeze; ending one frees nothing
 * that another claims; nothing is split outside a dispute while one is open; a wallet unfreezes only what escrow has ended.
 */
export const freezes = (): Rule => {
  const inEscrow = new Map<string, EscrowFreeze>();
  const inWallet = new Map<string, bigint>();
  const walletTotals = new Map<string, bigint>();

  const escrow = ({ event, fields, key, book }: Seen): readonly Finding[] => {
    const openOf = (milestoneId: string): readonly EscrowFreeze[] =>
      [...inEscrow.values()].filter(
        (freeze) => freeze.contractId === key && freeze.milestoneId === milestoneId && freeze.status === 'open',
      );
    const balanceTold = (milestoneId: string, currency: string): readonly Finding[] => {
      const frozen = openOf(milestoneId).reduce((total, freeze) => total + freeze.frozen, 0n);
      const posted = book.of(`escrow:${key}:${milestoneId}:frozen`, currency).minor;
      return frozen === posted ? [] : [finding('I13', `${posted} ${currency} are frozen, open freezes claim ${frozen}`)];
    };
    switch (event.type) {
      case 'FreezeStarted':
        inEscrow.set(fields.text('freezeId'), {
          contractId: key,
          milestoneId: fields.text('milestoneId'),
          frozen: 0n,
          status: 'open',
          divided: 'no',
        });
        return [];
      case 'AmountFrozen':
      case 'AmountUnfrozen': {
        const freeze = inEscrow.get(fields.text('freezeId'));
        if (freeze?.status !== 'open') return [finding('I13', `${event.type} for no open freeze`)];
        const { minor, currency } = fields.amount('amount');
        freeze.frozen += event.type === 'AmountFrozen' ? minor : -minor;
        if (freeze.frozen < 0n) return [finding('I13', `${-freeze.frozen} ${currency} are freed that another freeze claims`)];
        return balanceTold(freeze.milestoneId, currency);
      }
      case 'SplitSent': {
        const freezeId = fields.text('freezeId');
        const milestoneId = fields.text('milestoneId');
        if (freezeId === '')
          return openOf(milestoneId).length === 0 ? [] : [finding('I13', 'split by agreement while a dispute is open')];
        const freeze = inEscrow.get(freezeId);
        if (freeze?.status !== 'open' || freeze.milestoneId !== milestoneId) return [finding('I13', 'split of no open freeze')];
        const held = fields.part('fromHeld');
        const { minor, currency } = held.amount('toFreelancer');
        freeze.frozen -= minor + held.minor('toClient');
        freeze.divided = 'yes';
        if (freeze.frozen < 0n) return [finding('I13', `the split takes ${-freeze.frozen} ${currency} above its freeze`)];
        return balanceTold(milestoneId, currency);
      }
      case 'FreezeEnded': {
        const freeze = inEscrow.get(fields.text('freezeId'));
        if (freeze?.status !== 'open') return [finding('I13', 'a freeze ends that is not open')];
        freeze.status = 'ended';
        return freeze.frozen === 0n ? [] : [finding('I13', `a freeze ends with ${freeze.frozen} still frozen`)];
      }
      default:
        return [];
    }
  };

  const wallet = ({ event, fields, key, book }: Seen): readonly Finding[] => {
    const change = (freezeId: string, minor: bigint, currency: string): readonly Finding[] => {
      const name = `${key}|${freezeId}|${currency}`;
      const left = (inWallet.get(name) ?? 0n) + minor;
      inWallet.set(name, left);
      walletTotals.set(`${key}|${currency}`, (walletTotals.get(`${key}|${currency}`) ?? 0n) + minor);
      return left < 0n ? [finding('I13', `${-left} ${currency} are freed that another freeze claims`)] : [];
    };
    const told = (currency: string): readonly Finding[] => {
      const [total, posted] = [walletTotals.get(`${key}|${currency}`) ?? 0n, book.of(`wallet:${key}:frozen`, currency).minor];
      return total === posted ? [] : [finding('I13', `freezes claim ${total} ${currency}, ${posted} are frozen`)];
    };
    switch (event.type) {
      case 'AmountFrozen': {
        const { minor, currency } = fields.amount('amount');
        return [...change(fields.text('freezeId'), minor, currency), ...told(currency)];
      }
      case 'AmountUnfrozen': {
        const freeze = inEscrow.get(fields.text('freezeId'));
        const { minor, currency } = fields.amount('amount');
        const early =
          freeze?.status === 'ended' || freeze?.divided === 'yes' ? [] : [finding('I13', 'unfrozen while the dispute is open')];
        return [...early, ...change(fields.text('freezeId'), -minor, currency), ...told(currency)];
      }
      case 'ReleasedSplit': {
        const { minor, currency } = fields.amount('fromFrozen');
        return [...change(fields.text('freezeId'), -minor - fields.minor('freed'), currency), ...told(currency)];
      }
      case 'PayoutReturned': {
        const parts = fields.list('toFrozen').map((part) => ({ freezeId: part.text('freezeId'), ...part.amount('amount') }));
        const { currency } = fields.amount('amount');
        return [...parts.flatMap(({ freezeId, minor }) => change(freezeId, minor, currency)), ...told(currency)];
      }
      case 'FreezeLifted': {
        const left = [...inWallet].filter(
          ([name, minor]) => name.startsWith(`${key}|${fields.text('freezeId')}|`) && minor !== 0n,
        );
        return left.map(([name, minor]) => finding('I13', `lifted with ${minor} still frozen (${name.split('|')[2] ?? ''})`));
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
