import { IsOptional, IsUUID } from 'class-validator';
import { ReasonCodeRequest } from '../withdraw-role/withdraw-role.controller.js';

export class CloseAccountRequest extends ReasonCodeRequest {
  /** For operators: the suspension that stands at the end of the ladder. */
  @IsOptional()
  @IsUUID()
  readonly restrictionId?: string;
}

export class ApproveClosureRequest {
  @IsUUID()
  readonly restrictionId!: string;
}
