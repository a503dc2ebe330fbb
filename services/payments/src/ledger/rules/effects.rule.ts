import { finding, type Finding, type Rule, type Seen } from '../rule.js';

const MONEY = ['escrow', 'wallet', 'funding', 'numbers'];

/** Names of effects that may happen once, for ever, wherever they are told. */
const onceOf = ({ aggregate, event, fields }: Seen): readonly string[] => {
  switch (`${aggregate}:${event.type}`) {
    case 'wallet:ChargeCaptured':
      return [`capture of charge ${fields.text('chargeId')}`];
    case 'wallet:FundingSent':
      return [`sending of funding ${fields.text('fundingId')}`];
    case 'wallet:InstrumentRefunded':
    case 'wallet:InstrumentRefundReturned':
      return [`${event.type} ${fields.text('refundId')}`];
    case 'wallet:EarningsCredited':
    case 'wallet:RefundCredited':
      return [`credit of transfer ${fields.text('transferId')}`];
    case 'wallet:ReleasedRefundSent':
    case 'wallet:ReleasedSplit':
      return [`debit of transfer ${fields.text('transferId')}`];
    case 'wallet:PayoutCreated':
    case 'wallet:PayoutSettled':
    case 'wallet:PayoutReturned':
      return [`${event.type} ${fields.text('payoutId')}`];
    case 'wallet:FreezeAnswered':
      return [`answer to freeze ${fields.text('freezeId')}`];
    case 'escrow:HoldPlaced':
      return [`hold ${fields.text('holdId')}`];
    case 'funding:ChargeClaimed':
      return [`claim of charge ${fields.text('reference')}`];
    case 'funding:ChargeAuthorised':
      return [`authorisation of charge ${fields.text('chargeId')}`];
    case 'numbers:NumberTaken':
      return [`number ${fields.text('number')}`, `number of document ${fields.text('documentId')}`];
    default:
      return [];
  }
};

/** I5: one command, one charge, one transfer, one document: one effect, for ever. Document numbers have no gap. */
export const effects = (): Rule => {
  const once = new Set<string>();
  const commands = new Map<string, Readonly<{ last: string; all: Set<string> }>>();
  const sequences = new Map<string, number>();
  return {
    take(seen) {
      const { aggregate, event, fields } = seen;
      if (!MONEY.includes(aggregate)) return [];
      const found: Finding[] = [];
      const { commandId } = event.metadata;
      const known = commands.get(event.stream) ?? { last: '', all: new Set<string>() };
      if (known.last !== commandId && known.all.has(commandId))
        found.push(finding('I5', `command ${commandId} has a second effect`));
      known.all.add(commandId);
      commands.set(event.stream, { last: commandId, all: known.all });
      for (const name of onceOf(seen)) {
        if (once.has(name)) found.push(finding('I5', `${name} happens again`));
        once.add(name);
      }
      if (aggregate === 'numbers' && event.type === 'NumberTaken') {
        const expected = (sequences.get(event.stream) ?? 0) + 1;
        const sequence = fields.number('sequence');
        sequences.set(event.stream, sequence);
        if (sequence !== expected) found.push(finding('I5', `number ${sequence} follows ${expected - 1}`));
      }
      return found;
    },
  };
};
