import type grpc from '@grpc/grpc-js';
import persistentPb from '@eventstore/db-client/generated/persistent_pb.js';
import { admit } from '../../access/access.js';
import type { Message, NackAction } from '../../psub/message.js';
import { keyOf } from '../../psub/names.js';
import type { Connection } from '../../psub/persistent-subscription.js';
import type { GroupName } from '../../psub/persistent-subscriptions.js';
import { failClosing } from '../calls.js';
import { badRequest, closing } from '../errors.js';
import { encodeEvent } from '../event-encoder.js';
import { uuidFromWire, type UuidForm } from '../wire.js';
import { dropped, toGroupError } from './faults.js';
import { ANONYMOUS, type Served } from './management.js';
import { groupOf } from './target.js';

/** An answer, or its bytes where it carries an event. */
export type ConsumeAnswer = persistentPb.ReadResp | Buffer;
export type ConsumeCall = grpc.ServerDuplexStream<persistentPb.ReadReq, ConsumeAnswer>;

/** PersistentSubscriptions.Read: options first, then answers to what is delivered, until the client goes. */
export const consumeHandler =
  (served: Served) =>
  (call: ConsumeCall): void => {
    if (served.calls.closing) return failClosing(call);
    new ConsumerCall(served, call);
  };

class ConsumerCall {
  #connection: Connection | undefined;
  #state: 'new' | 'connecting' | 'connected' | 'over' = 'new';
  #confirmed = false;
  readonly #forget: () => void;

  constructor(
    private readonly served: Served,
    private readonly call: ConsumeCall,
  ) {
    this.#forget = served.calls.add(() => failClosing(call));
    const leave = (): void => this.#leave();
    call.on('cancelled', leave).on('close', leave).on('error', leave);
    call.on('data', (request: persistentPb.ReadReq) => this.#take(request));
    // The client said its last answer: nothing more could be handled.
    call.on('end', () => {
      const open = this.#state !== 'over';
      this.#leave();
      if (open) call.end();
    });
  }

  #take(request: persistentPb.ReadReq): void {
    try {
      const [options, ack, nack] = [request.getOptions(), request.getAck(), request.getNack()];
      if (options) return this.#begin(options);
      if (this.#state === 'new') throw badRequest('The first message of a persistent subscription carries its options.');
      if (ack) this.#connection?.ack(ack.getIdsList().map(uuidFromWire));
      if (nack) this.#connection?.nack(nack.getIdsList().map(uuidFromWire), ACTIONS[nack.getAction()], nack.getReason());
    } catch (fault) {
      this.#fail(fault);
    }
  }

  #begin(options: persistentPb.ReadReq.Options): void {
    if (this.#state !== 'new') throw badRequest('A persistent subscription takes its options once.');
    const [name, size] = [groupOf(options), options.getBufferSize()];
    if (size < 1) throw badRequest('A persistent subscription needs a buffer of one message at least.');
    const form: UuidForm = options.getUuidOption()?.hasString() ? 'text' : 'structured';
    this.#state = 'connecting';
    this.#connect(name, size, form).catch((fault: unknown) => this.#fail(fault));
  }

  async #connect(name: GroupName, size: number, form: UuidForm): Promise<void> {
    const { served, call } = this;
    const user = await admit(served.access, call, { kind: 'stream', stream: name.stream, right: 'read' });
    if (this.#state === 'over') return;
    if (served.calls.closing) throw closing();
    const [connectionName] = call.metadata.get('connection-name');
    this.#connection = served.subscriptions.connect(name, {
      size,
      from: call.getPeer(),
      user: user?.name ?? ANONYMOUS,
      connectionName: String(connectionName ?? ''),
      deliver: (message, retries) => this.#deliver(name, form, message, retries),
      dropped: () => this.#fail(dropped(name)),
    });
    this.#state = 'connected';
    this.#confirm(name);
  }

  #deliver(name: GroupName, form: UuidForm, { event }: Message, retries: number): 'sent' | 'held-up' {
    this.#confirm(name);
    if (this.call.write(encodeEvent(event, form, retries))) return 'sent';
    this.call.once('drain', () => this.#connection?.resume());
    return 'held-up';
  }

  // Connecting delivers at once, and the confirmation comes first.
  #confirm({ stream, group }: GroupName): void {
    if (this.#confirmed) return;
    this.#confirmed = true;
    const confirmation = new persistentPb.ReadResp.SubscriptionConfirmation().setSubscriptionId(keyOf(stream, group));
    this.call.write(new persistentPb.ReadResp().setSubscriptionConfirmation(confirmation));
  }

  #fail(fault: unknown): void {
    if (this.#state === 'over') return;
    this.#leave();
    this.call.emit('error', toGroupError(fault));
  }

  #leave(): void {
    this.#state = 'over';
    this.#forget();
    this.#connection?.leave();
    this.#connection = undefined;
  }
}

const { Action } = persistentPb.ReadReq.Nack;

const ACTIONS: Readonly<Record<persistentPb.ReadReq.Nack.Action, NackAction>> = {
  [Action.UNKNOWN]: 'unknown',
  [Action.PARK]: 'park',
  [Action.RETRY]: 'retry',
  [Action.SKIP]: 'skip',
  [Action.STOP]: 'stop',
};
