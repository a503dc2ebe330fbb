import { IsInt, IsOptional, IsString, Length, MaxLength, Min } from 'class-validator';

/** Why an operator acts; kept with the act for ever. */
export class ReasonRequest {
  @IsString()
  @Length(3, 500)
  readonly reason!: string;
}

/** Which parked messages to take again: all of one key of one process, in order. */
export class RetryParkedRequest extends ReasonRequest {
  @IsString()
  @MaxLength(200)
  readonly process!: string;

  @IsString()
  @MaxLength(300)
  readonly key!: string;
}

/** Which parked message to give up. */
export class DiscardParkedRequest extends ReasonRequest {
  @IsString()
  @MaxLength(200)
  readonly process!: string;

  @IsString()
  @MaxLength(200)
  readonly messageId!: string;
}

/** Which process to act on. */
export class ActOnProcessRequest extends ReasonRequest {
  @IsString()
  @MaxLength(200)
  readonly process!: string;

  @IsString()
  @MaxLength(300)
  readonly key!: string;
}

/** A narrower list of parked messages. */
export class ListParked {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  readonly process?: string;
}

/** Which parked message is shown. */
export class OneParked {
  @IsString()
  @MaxLength(200)
  readonly messageId!: string;
}

/** Which process is shown. */
export class OneProcess {
  @IsString()
  @MaxLength(200)
  readonly process!: string;

  @IsString()
  @MaxLength(300)
  readonly key!: string;
}

/** A read model of the service. */
export class OneProjection {
  @IsString()
  @MaxLength(200)
  readonly name!: string;
}

/** Switches a read model to its newer generation. */
export class SwitchProjectionRequest extends ReasonRequest {
  /** Documents that may differ between the two generations, as the operator has seen in the comparison. */
  @IsOptional()
  @IsInt()
  @Min(0)
  readonly differing?: number;
}
