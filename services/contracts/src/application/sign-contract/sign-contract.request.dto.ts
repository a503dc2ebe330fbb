import { Matches } from 'class-validator';

export class SignContractRequest {
  /** Hash of the terms that were read: the signature is over these and no others. */
  @Matches(/^sha256:[0-9a-f]{64}$/)
  readonly termsHash!: string;
}
