import { common } from '@guildhall/service-kit';
import { isCategory, isWorkRole } from '../../domain/catalogue/catalogue.js';

/** Throws COMMON.VALIDATION with pointers where a post names a role or category that the tables do not have. */
export const demandKnownPlace = ({ roleId, categoryId }: Readonly<{ roleId: string; categoryId: string }>): void => {
  const errors = [
    ...(isWorkRole(roleId) ? [] : [{ pointer: '/roleId', detail: `No work role ${roleId}` }]),
    ...(isCategory(categoryId) ? [] : [{ pointer: '/categoryId', detail: `No category ${categoryId}` }]),
  ];
  if (errors.length > 0) throw common('COMMON.VALIDATION', 'The post names what the tables do not have', { errors });
};
