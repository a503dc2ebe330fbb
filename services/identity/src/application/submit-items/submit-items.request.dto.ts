import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsObject, IsOptional, IsUUID } from 'class-validator';
import { CAPABILITIES, type Capability } from '../../domain/verification/verification.types.js';

export class SubmitItemsRequest {
  /** Made by the client; else derived from the request. */
  @IsOptional()
  @IsUUID()
  readonly submissionId?: string;

  @IsIn(CAPABILITIES, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(CAPABILITIES.length)
  readonly capabilities!: Capability[];

  /** Values by item name, in the form that `GET /identity/requirements` names. */
  @IsObject()
  readonly items!: Record<string, unknown>;
}
