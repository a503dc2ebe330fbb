import { IsIn } from 'class-validator';

export class ListWaitingRequest {
  @IsIn(['true'])
  readonly waiting!: 'true';
}
