import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Fact } from '@guildhall/kernel';

/** What a listener may ask for by `@Ctx()`: the process it is called for and the try, 1 for the first. */
export type FactContext = Readonly<{ group: string; process: string; attempt: number }>;

export type FactListener = Readonly<{ type: string; process: string; call(fact: Fact, context: FactContext): Promise<void> }>;

const listenerOf = (type: string, process: string, handler: MessageHandler): FactListener => ({
  type,
  process,
  async call(fact, context) {
    const result: unknown = await handler(fact, context);
    // A handler that fails behind Nest's filters resolves to an Observable that errors.
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  },
});

/** The processes that take a type of fact, in the order in which Nest found them. */
export class FactListeners {
  private readonly byType = new Map<string, FactListener[]>();

  /** Refuses a pattern without process, and a process that takes one type twice: it could not be retried by itself. */
  add(type: string, process: unknown, handler: MessageHandler): void {
    if (typeof process !== 'string' || process === '')
      throw new Error(`The handler of ${type} names no process: mark it with @OnFact(type, process)`);
    const listeners = this.of(type);
    if (listeners.some((listener) => listener.process === process))
      throw new Error(`Process ${process} takes ${type} by two handlers`);
    this.byType.set(type, [...listeners, listenerOf(type, process, handler)]);
  }

  of(type: string): readonly FactListener[] {
    return this.byType.get(type) ?? [];
  }

  get types(): readonly string[] {
    return [...this.byType.keys()];
  }

  get processes(): readonly string[] {
    return [...new Set([...this.byType.values()].flat().map(({ process }) => process))];
  }
}
