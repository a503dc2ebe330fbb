import { Allow } from '@guildhall/service-kit';
import { Controller, Get } from '@nestjs/common';
import { catalogue } from '../../domain/catalogue/catalogue.js';

type Table<T> = Readonly<{ items: readonly T[]; version: string }>;

/** The versioned tables that posts name. */
@Controller()
@Allow('public')
export class CatalogueController {
  @Get('work-roles')
  workRoles(): Table<(typeof catalogue.workRoles.roles)[number]> {
    const { roles: items, version } = catalogue.workRoles;
    return { items, version };
  }

  @Get('categories')
  categories(): Table<(typeof catalogue.categories.categories)[number]> {
    const { categories: items, version } = catalogue.categories;
    return { items, version };
  }

  @Get('skills')
  skills(): Table<(typeof catalogue.skills.skills)[number]> {
    const { skills: items, version } = catalogue.skills;
    return { items, version };
  }
}
