import { Matches } from 'class-validator';

/** `place`: as the address of the 202 carries it. */
export class CommandOutcomeQuery {
  @Matches(/^[A-Za-z0-9_-]{1,3000}$/)
  readonly place!: string;
}
