/**
 * Who caused an event. `id` is an account id, the name of a process (`process:<name>`) or of a timer (`timer:<name>`);
 * `onBehalfOf` is the party acted for (`Guildhall-Party`), absent for systems and timers.
 */
export type Actor = Readonly<{ kind: 'account' | 'system' | 'timer'; id: string; onBehalfOf?: string }>;

/** The party that a command acts for: the one named by `Guildhall-Party`, else the account itself. */
export const actingParty = (actor: Actor): string => actor.onBehalfOf ?? actor.id;
