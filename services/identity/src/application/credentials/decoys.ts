import { Injectable } from '@nestjs/common';
import { accountDecider, type AccountCommand } from '../../domain/account/account.decider.js';
import { evolveAccount, noAccount, type AccountState } from '../../domain/account/account.state.js';

/** Decoys remembered; the one used least lately goes first. */
const REMEMBERED = 10_000;

/**
 * Stands in for accounts that are not there, or that cannot take a code: an address that is unknown then answers codes, tries and limits
 * exactly as a known one does, since the same decider answers. In memory: what is forgotten answers like a code that has run out.
 */
@Injectable()
export class Decoys {
  private readonly states = new Map<string, AccountState>();

  /** The decoy of a key, such as the HMAC of an address. */
  stateOf(key: string): AccountState {
    return this.states.get(key) ?? { ...noAccount, status: 'active', accountId: key };
  }

  /** Drops the decoys of an account: one of a change of address holds the address that was asked for. */
  forget(accountId: string): void {
    for (const key of [...this.states.keys()]) if (key.startsWith(`${accountId}|`)) this.states.delete(key);
  }

  /** Executes a command on the decoy; throws what the decider throws. */
  handle(key: string, command: AccountCommand): AccountState {
    const before = this.stateOf(key);
    const after = accountDecider.decide(command, before).reduce(evolveAccount, before);
    this.states.delete(key);
    this.states.set(key, after);
    if (this.states.size > REMEMBERED) {
      const [oldest] = this.states.keys();
      if (oldest !== undefined) this.states.delete(oldest);
    }
    return after;
  }
}
