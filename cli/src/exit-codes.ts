/** Exit codes of every verb: 0 all well, 1 a problem was found or the platform refused, 2 the command line cannot be used. */
export const EXIT = { ok: 0, problem: 1, usage: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line, its environment or its files cannot be used; the message is one sentence with the remedy. */
export class BadUsage extends Error {
  override readonly name = 'BadUsage';
}

/** The platform cannot or will not do it; the message is for the operator. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
