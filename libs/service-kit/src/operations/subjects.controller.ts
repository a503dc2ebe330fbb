import type { ServiceName } from '@guildhall/kernel';
import { Controller, Get, Param, ParseUUIDPipe, type Type } from '@nestjs/common';
import { Allow } from '../http/decorators.js';
import { ErasureReceipts, type ErasureReceipt } from './erasure-receipts.js';

/** Whether a service still has anything to open of a person that was forgotten. Changes nothing. */
@Controller('operations/subjects')
@Allow('operator')
export class SubjectsController {
  constructor(private readonly receipts: ErasureReceipts) {}

  /** The service's part of an erasure receipt; a person of whom it has not heard has none of its dates. */
  @Get(':subjectId')
  receipt(@Param('subjectId', ParseUUIDPipe) subjectId: string): Promise<ErasureReceipt> {
    return this.receipts.of(subjectId);
  }
}

/** identity has more to say of a person, under the same path. */
export const subjectControllers = (service: ServiceName): readonly Type<object>[] =>
  service === 'identity' ? [] : [SubjectsController];
