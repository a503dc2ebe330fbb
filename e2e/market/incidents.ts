import {
  metadataOf,
  processStream,
  refusalIdOf,
  WrongExpectedRevision,
  type NewEvent,
  type ParkedEvent,
  type ProcessEvent,
} from '@guildhall/event-sourcing';
import { deriveId, newId, processCommandId, type Command, type ServiceName } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';
import { openLog } from './log.js';

/** A process of a service, and a command that its handlers take for something that does not exist, without any effect. */
type Harmless = Readonly<{ process: string; command: (at: string) => Command }>;

const HARMLESS: Readonly<Record<ServiceName, Harmless>> = {
  identity: {
    process: 'restriction-review',
    command: () => ({ type: 'OpenVerificationOf', data: { partyId: newId(), capabilities: ['hire'] } }),
  },
  gigs: { process: 'award-expiry', command: (at) => ({ type: 'NoteOfferOut', data: { proposalId: newId(), at } }) },
  contracts: {
    process: 'instruction-repeat',
    command: () => ({ type: 'RepeatRefused', data: { contractId: newId(), milestoneId: newId() } }),
  },
  payments: {
    process: 'refund',
    command: () => {
      const contractId = newId();
      return { type: 'EscrowOrder', data: { contractId, command: { type: 'EndFunding', data: { fundingId: newId() } } } };
    },
  },
  disputes: { process: 'split-execution', command: () => ({ type: 'EndCase', data: { disputeId: newId() } }) },
  reputation: { process: 'review-reveal', command: (at) => ({ type: 'RevealReviews', data: { contractId: newId(), at } }) },
};

/** A process with a timer about something that does not exist. */
const LATE = {
  gigs: (proposalId: string) => ({ process: 'award-expiry', name: 'award', data: { briefId: newId(), proposalId } }),
  disputes: (disputeId: string) => ({ process: 'dispute-clocks', name: 'negotiation', data: { disputeId } }),
} as const;

/** Name, key and, where one waits, id of the message. */
export type Incident = Readonly<{ process: string; key: string }>;
export type ParkedIncident = Incident & Readonly<{ messageId: string }>;

const HOUR_MS = 3_600_000;
const STEP = 'story';
const REFUSAL = 'COMMON.NOT_FOUND';

/**
 * Trouble that no request can make, since the platform is built to be without it: it is written into the log in the words of the
 * service that it befalls, and from there on everything is as in earnest.
 */
export class Incidents {
  private readonly log = openLog();

  /** A process whose command was refused and that was handed to the operators. */
  async escalated(service: ServiceName, operator: Person): Promise<Incident> {
    const { process, key, inputId, events } = this.order(service);
    const id = refusalIdOf(processCommandId(inputId, process, STEP));
    const frame = { id, streamKey: key, occurredAt: new Date().toISOString(), revision: '0', policyRefs: {} };
    const refused: ProcessEvent[] = [
      {
        type: 'InputTaken',
        data: {
          ...{ process, key, source: 'refusal', frame },
          input: { type: 'CommandRefused', data: { step: STEP, code: REFUSAL } },
        },
      },
      { type: 'Escalated', data: { process, key, code: REFUSAL, inputId: id } },
    ];
    await this.log.append(processStream(service, process, key), 'no_stream', [...events, ...refused.map(newEvent)]);
    await eventually(`${process} ${key} is escalated`, async () => {
      const { escalated } = await operator.get<{ escalated: readonly Incident[] }>(`/${service}/operations/processes`);
      return escalated.some((one) => one.key === key) ? true : undefined;
    });
    return { process, key };
  }

  /** A message that waits for the operators. */
  async parked(service: ServiceName, operator: Person): Promise<ParkedIncident> {
    const { process, key, events } = this.order(service);
    const stream = processStream(service, process, key);
    const { position } = await this.log.append(stream, 'no_stream', events);
    const messageId = events[0].id;
    const payload = { kind: 'event', stream, revision: '0', position: position.toString() } as const;
    const reason = { code: 'FAULT', message: 'Error: a story' };
    const data = { messageId, process, key, reason, payload, parkedAt: new Date().toISOString() };
    await this.appendNext(`${service}.parked-${process}`, { type: 'MessageParked', data });
    await eventually(`${process} ${key} is parked`, async () => {
      const { parked } = await operator.get<{ parked: readonly ParkedIncident[] }>(`/${service}/operations/parked`);
      return parked.some((one) => one.messageId === messageId) ? true : undefined;
    });
    return { process, key, messageId };
  }

  /** A timer that should have fired an hour ago; it fires as soon as its service hears of it. */
  async overdue(service: keyof typeof LATE): Promise<Incident> {
    const [key, timerId] = [newId(), newId()];
    const { process, name, data } = LATE[service](key);
    const dueAt = new Date(Date.now() - HOUR_MS).toISOString();
    const started: ProcessEvent = { type: 'TimerStarted', data: { process, key, timerId, name, timerKey: name, dueAt, data } };
    await this.log.append(processStream(service, process, key), 'no_stream', [newEvent(started)]);
    return { process, key };
  }

  /** The escrow refuses the first split of a dispute before it is ordered: an instruction is answered once, for ever. */
  async splitRefused(of: Readonly<{ contractId: string; milestoneId: string; disputeId: string }>): Promise<void> {
    const { contractId, milestoneId, disputeId } = of;
    const instructionId = deriveId(disputeId, 'split', '1');
    const data = { contractId, milestoneId, instructionId, kind: 'split', reasonCode: 'exceeds_held' };
    await this.appendNext(`payments.escrow-${contractId}`, { type: 'InstructionRefused', data });
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private order(service: ServiceName) {
    const { process, command } = HARMLESS[service];
    const [key, inputId] = [newId(), newId()];
    const data = { process, key, inputId, inputType: 'Story', step: STEP, command: command(new Date().toISOString()) };
    const ordered: ProcessEvent = { type: 'CommandOrdered', data };
    return { process, key, inputId, events: [newEvent(ordered)] as const };
  }

  /** After whatever stands in the stream by then. */
  private async appendNext(stream: string, event: ParkedEvent | Readonly<{ type: string; data: object }>): Promise<void> {
    const fresh = newEvent(event);
    await eventually(`an append to ${stream}`, async () => {
      const last = await this.log.readLast(stream);
      try {
        return await this.log.append(stream, last?.revision ?? 'no_stream', [fresh]);
      } catch (error) {
        if (error instanceof WrongExpectedRevision) return undefined;
        throw error;
      }
    });
  }
}

const newEvent = ({ type, data }: Readonly<{ type: string; data: object }>): NewEvent => {
  const id = newId();
  const context = {
    ...{ commandId: id, correlationId: id, causationId: id, region: 'eu', occurredAt: new Date().toISOString() },
    actor: { kind: 'system', id: 'story' },
  } as const;
  return { id, type, data, metadata: metadataOf(context, 1) };
};
