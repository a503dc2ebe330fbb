import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { AllowValue } from '../auth/roles.js';
import { ALLOW, ERRORS, IDEMPOTENCY_KEY_REQUIRED, STEP_UP } from '../http/decorators.js';
import { useCaseOf } from '../http/kebab.js';

/** One HTTP operation as its decorators describe it. */
export type Operation = Readonly<{
  useCase: string;
  controller: Type<object>;
  handler: string;
  method: string;
  allow: readonly AllowValue[];
  errors: readonly string[];
  idempotencyKey: 'required' | 'optional';
  stepUp: 'required' | 'none';
}>;

/** A route breaks a rule that is checked at start; the message names route and remedy. */
export class RouteRefused extends Error {
  override readonly name = 'RouteRefused';
}

/** All HTTP operations of the app's controllers. Throws `RouteRefused` for a route without `@Allow` and for two of one use case. */
export const operationsOf = (discovery: DiscoveryService): readonly Operation[] => {
  const scanner = new MetadataScanner();
  const operations = discovery.getControllers().flatMap(({ metatype }) => {
    const controller = metatype as Type<object> | null;
    if (!controller) return [];
    const prototype = controller.prototype as object;
    return scanner.getAllMethodNames(prototype).flatMap((handler) => operationOf(controller, prototype, handler));
  });
  const seen = new Set<string>();
  for (const { useCase, controller } of operations) {
    if (seen.has(useCase))
      throw new RouteRefused(`Two handlers are named ${useCase} (one in ${controller.name}): rename one, ids depend on it`);
    seen.add(useCase);
  }
  return operations;
};

const operationOf = (controller: Type<object>, prototype: object, name: string): readonly Operation[] => {
  const handler = (prototype as Readonly<Record<string, unknown>>)[name];
  if (typeof handler !== 'function' || Reflect.getMetadata(PATH_METADATA, handler) === undefined) return [];
  const allow =
    (Reflect.getMetadata(ALLOW, handler) as readonly AllowValue[] | undefined) ??
    (Reflect.getMetadata(ALLOW, controller) as readonly AllowValue[] | undefined);
  if (!allow) throw new RouteRefused(`${controller.name}.${name} has no policy: add @Allow(…)`);
  return [
    {
      useCase: useCaseOf(controller.name, name),
      controller,
      handler: name,
      method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
      allow,
      errors: (Reflect.getMetadata(ERRORS, handler) as readonly string[] | undefined) ?? [],
      idempotencyKey: Reflect.getMetadata(IDEMPOTENCY_KEY_REQUIRED, handler) === undefined ? 'optional' : 'required',
      stepUp: Reflect.getMetadata(STEP_UP, handler) === undefined ? 'none' : 'required',
    },
  ];
};
