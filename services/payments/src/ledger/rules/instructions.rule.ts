import { finding, type Finding, type Rule, type Seen } from '../rule.js';

/** An instruction that left its mark and waits for the event that closes it. */
type Leg = Readonly<{ minor: bigint; transferIds: readonly string[]; fundingId?: string; refusable?: 'refusable' }>;
type Contract = {
  readonly open: Map<string, Leg>;
  readonly known: Set<string>;
  readonly refused: Set<string>;
  readonly sums: Map<string, bigint>;
};

const contractOf = (contracts: Map<string, Contract>, key: string): Contract => {
  const known = contracts.get(key);
  if (known) return known;
  const contract: Contract = { open: new Map(), known: new Set(), refused: new Set(), sums: new Map() };
  contracts.set(key, contract);
  return contract;
};

const opening = ({ open, known, refused }: Contract, name: string, leg: Leg): readonly Finding[] => {
  const again = known.has(name) ? [finding('I4', `${name} is taken again`)] : [];
  const refusedId = refused.has(name.split(' ')[1]?.split('/')[0] ?? '');
  open.set(name, leg);
  known.add(name);
  return refusedId ? [...again, finding('I4', `${name} was refused before`)] : again;
};

const closing = ({ open }: Contract, name: string, minor: bigint, credited: ReadonlyMap<string, bigint>): readonly Finding[] => {
  const leg = open.get(name);
  if (!leg) return [finding('I4', `${name} is closed, but not open`)];
  open.delete(name);
  const missing = leg.transferIds.filter((transferId) => !credited.has(transferId));
  return [
    ...(leg.minor === minor ? [] : [finding('I4', `${name} was about ${leg.minor} and is closed with ${minor}`)]),
    ...missing.map((transferId) => finding('I4', `${name} is closed before transfer ${transferId} is credited`)),
  ];
};

/** A release is one, paid in parts only where it was deferred: together never above what the deferral left. */
const deferral = ({ event, fields }: Seen, { sums }: Contract): readonly Finding[] => {
  const releaseId = fields.text('releaseId');
  if (event.type === 'ReleaseDeferred') {
    sums.set(releaseId, fields.minor('deferred'));
    return [];
  }
  const left = sums.get(releaseId);
  if (left === undefined)
    return fields.number('part') === 1 ? [] : [finding('I4', `part ${fields.number('part')} of a release that was not deferred`)];
  const after = left - fields.minor('amount');
  sums.set(releaseId, after);
  return after < 0n ? [finding('I4', `release ${releaseId} pays ${-after} more than was deferred`)] : [];
};

const refusal = ({ fields }: Seen, contract: Contract, taken: ReadonlySet<string>): readonly Finding[] => {
  const id = fields.text('instructionId');
  contract.refused.add(id);
  const name = `refund ${id}/${fields.text('milestoneId')}`;
  const leg = contract.open.get(name);
  if (leg?.refusable && leg.transferIds.every((transferId) => !taken.has(transferId))) {
    contract.open.delete(name);
    return [];
  }
  const answered = [...contract.known].some((known) => known.split(' ')[1]?.split('/')[0] === id);
  return answered ? [finding('I4', `instruction ${id} is refused after it was taken`)] : [];
};

/**
 * I4: an instruction is taken once and answered once; a hold is placed once, and what was sent is closed once, by the same amount,
 * after the other side has booked it. A settled escrow has nothing open.
 */
export const instructions = (): Rule => {
  const contracts = new Map<string, Contract>();
  const credited = new Map<string, bigint>();
  const taken = new Set<string>();

  const inEscrow = (seen: Seen): readonly Finding[] => {
    const { event, fields, key } = seen;
    const contract = contractOf(contracts, key);
    switch (event.type) {
      case 'FundingAccepted':
        return fields.list('lines').flatMap((line) =>
          opening(contract, `hold ${line.text('holdId')}`, {
            minor: line.minor('amount'),
            transferIds: [],
            fundingId: fields.text('fundingId'),
          }),
        );
      case 'FundingEnded':
        for (const [name, leg] of [...contract.open]) if (leg.fundingId === fields.text('fundingId')) contract.open.delete(name);
        return [];
      case 'HoldPlaced':
        return closing(contract, `hold ${fields.text('holdId')}`, fields.minor('amount'), credited);
      case 'ReleaseSent': {
        const name = `release ${fields.text('releaseId')}/${fields.number('part')}`;
        const leg = { minor: fields.minor('amount'), transferIds: [fields.text('transferId')] };
        return [...opening(contract, name, leg), ...deferral(seen, contract)];
      }
      case 'ReleaseDeferred':
        return deferral(seen, contract);
      case 'ReleaseCompleted':
        return closing(contract, `release ${fields.text('releaseId')}/${fields.number('part')}`, fields.minor('gross'), credited);
      case 'RefundSent':
      case 'ReleasedRefundStarted': {
        const name = `refund ${fields.text('refundId')}/${fields.text('milestoneId')}`;
        const leg = { minor: fields.minor('amount'), transferIds: [fields.text('transferId')] };
        return opening(contract, name, event.type === 'RefundSent' ? leg : { ...leg, refusable: 'refusable' });
      }
      case 'RefundCompleted': {
        const name = `refund ${fields.text('refundId')}/${fields.text('milestoneId')}`;
        return closing(contract, name, fields.minor('amount'), credited);
      }
      case 'SplitSent': {
        const [held, released] = [fields.part('fromHeld'), fields.part('fromReleased')];
        const transferIds = [
          ...(held.minor('toFreelancer') > 0n ? [held.text('freelancerTransferId')] : []),
          ...(held.minor('toClient') > 0n ? [held.text('clientTransferId')] : []),
          ...(released.minor('toClient') > 0n ? [released.text('transferId')] : []),
        ];
        const minor = fields.minor('toFreelancer') + fields.minor('toClient');
        return opening(contract, `split ${fields.text('splitId')}`, { minor, transferIds });
      }
      case 'SplitCompleted': {
        const minor = fields.minor('toFreelancer') + fields.minor('toClient');
        return closing(contract, `split ${fields.text('splitId')}`, minor, credited);
      }
      case 'FreezeStarted':
        return opening(contract, `freeze ${fields.text('freezeId')}`, { minor: 0n, transferIds: [] });
      case 'FreezeCompleted':
        return closing(contract, `freeze ${fields.text('freezeId')}`, 0n, credited);
      case 'InstructionRefused':
        return refusal(seen, contract, taken);
      case 'EscrowSettled':
        return [...contract.open.keys()].map((name) => finding('I3', `settled while ${name} is open`));
      default:
        return [];
    }
  };

  return {
    take(seen) {
      if (seen.aggregate === 'escrow') return inEscrow(seen);
      const { event, fields } = seen;
      if (event.type === 'EarningsCredited') credited.set(fields.text('transferId'), fields.minor('gross'));
      if (event.type === 'RefundCredited') credited.set(fields.text('transferId'), fields.minor('amount'));
      if (event.type === 'ReleasedRefundSent') taken.add(fields.text('transferId'));
      return [];
    },
  };
};
