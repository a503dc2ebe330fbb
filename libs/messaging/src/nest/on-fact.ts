import { Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { FactByType, FactType } from '@guildhall/event-catalogue';

/** The transport of a service's processes: `FactsServer` of the group `guildhall.<service>`. */
export const FACTS: unique symbol = Symbol('FACTS');

/** Nest would turn every error but its own into "Internal server error"; retry and parking need code and kind. */
@Catch()
export class RethrowFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type Listener<T extends FactType> = (fact: FactByType[T], ...context: never[]) => unknown;

/**
 * Marks the method of a `@Controller()` as the entrance of facts into a process: `@OnFact(FACT.MilestoneFunded, 'note-funding')`. Its
 * first parameter, `@Payload()`, is the fact; the compiler checks its type. `process` names what is retried and parked by itself.
 * Several types may be given, not several decorators: Nest keeps the last one only. `transport` tells two `FactsServer`s of an app apart.
 */
export const OnFact =
  <const T extends FactType>(types: T | readonly T[], process: string, transport: symbol = FACTS) =>
  <M extends Listener<T>>(target: object, method: string | symbol, descriptor: TypedPropertyDescriptor<M>): void => {
    EventPattern(types, transport, { process })(target, method, descriptor);
    UseFilters(RethrowFilter)(target, method, descriptor);
  };
