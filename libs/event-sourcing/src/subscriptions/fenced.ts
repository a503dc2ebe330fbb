/** Another instance has taken over this runner: it must stop and leave everything as it is. Never retried. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
  constructor(readonly runner: string) {
    super(`${runner} was taken over by another instance`);
  }
}
