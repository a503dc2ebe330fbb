import { processCommandId, type Actor, type Clock, type Command } from '@guildhall/kernel';
import type { CommandContext } from '../commands/command-context.js';
import type { StoredEvent } from '../store/event-store.port.js';
import { failureKind, failureReason } from '../subscriptions/failure.js';
import { activeTraceparent } from '../subscriptions/spans.js';
import type { CommandRoutes } from './command-routes.js';
import { fromRefusal } from './incoming.js';
import type { ProcessEvent } from './process.events.js';
import type { ProcessStreams } from './process-streams.js';
import type { AnyManager, AnyReaction, Incoming } from './process-types.js';

export type OrderedEvent = StoredEvent & Extract<ProcessEvent, { type: 'CommandOrdered' }>;

/** Hands commands of processes to the service's command handlers, under derived ids: a repeat finds itself in the stream. */
export class CommandDelivery {
  constructor(
    private readonly routes: CommandRoutes,
    private readonly streams: ProcessStreams,
    private readonly managers: ReadonlyMap<string, AnyManager>,
    private readonly clock: Clock,
  ) {}

  /** Delivers an order of a manager; a refusal becomes its input. Throws outages and faults. */
  async deliver(ordered: OrderedEvent): Promise<void> {
    const { process, key, inputId, inputType, step, command } = ordered.data;
    const { $correlationId: correlationId, occurredAt, region, traceparent } = ordered.metadata;
    const commandId = processCommandId(inputId, process, step);
    const context = {
      commandId,
      factId: inputId,
      actor: actorOf(process, inputType),
      correlationId,
      causationId: ordered.id,
      occurredAt,
      region,
      ...tracedTo(activeTraceparent() ?? traceparent),
    };
    try {
      await this.execute(command, context);
    } catch (error) {
      if (failureKind(error) !== 'refused') throw error;
      const manager = this.managers.get(process);
      if (!manager)
        throw new Error(`No process manager ${process} to tell of the refusal ${failureReason(error).code}`, { cause: error });
      const refusal = fromRefusal(ordered, commandId, failureReason(error).code, this.clock.now().toISOString());
      await this.streams.take(manager, key, refusal);
    }
  }

  /** Sends what a reaction answers, one after another. Throws refusals too: a reaction hears none. */
  async react(reaction: AnyReaction, { input, frame, origin }: Incoming): Promise<void> {
    for (const { step, command } of reaction.react(input, frame) ?? []) {
      const { correlationId, causeId: causationId, region, traceparent } = origin;
      await this.execute(command, {
        commandId: processCommandId(frame.id, reaction.name, step),
        factId: frame.id,
        actor: actorOf(reaction.name, input.type),
        correlationId,
        causationId,
        occurredAt: this.clock.now().toISOString(),
        region,
        ...tracedTo(activeTraceparent() ?? traceparent),
      });
    }
  }

  private async execute(command: Command, context: CommandContext): Promise<void> {
    const route = this.routes[command.type];
    if (!route) throw new Error(`No route for the command ${command.type}`);
    await route(command as Command<never, never>, context);
  }
}

const TIMER = 'timer.';

const actorOf = (process: string, inputType: string): Actor =>
  inputType.startsWith(TIMER)
    ? { kind: 'timer', id: `timer:${inputType.slice(TIMER.length)}` }
    : { kind: 'system', id: `process:${process}` };

const tracedTo = (traceparent: string | undefined): Readonly<{ traceparent?: string }> => (traceparent ? { traceparent } : {});
