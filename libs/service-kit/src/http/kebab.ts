/** `SubmitMilestone` or `submitMilestone` -> `submit-milestone`. */
export const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/**
 * Name of a use case: controller class without its suffix and handler method, e.g. `submit-milestone.submit`. Part of command ids of
 * HTTP requests and the operationId, so renaming a class forgets its idempotency keys.
 */
export const useCaseOf = (controller: string, handler: string): string =>
  `${kebab(controller.replace(/Controller$/, ''))}.${kebab(handler)}`;
