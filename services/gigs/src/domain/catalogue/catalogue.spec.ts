import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '@guildhall/testing';
import { catalogue, categoryPath, isCategory, mapSkills, oddAttributes } from './catalogue.js';

describe('The tables that posts name', () => {
  it('hold the six work roles of the article and three more, in this order', () =>
    expect(catalogue.workRoles.roles.map(({ roleId }) => roleId)).toEqual([
      'seller_sourcing', 'listing_optimization', 'logistics', 'support_multilingual', 'performance_marketing', 'trust_safety_analyst',
      'creative_content', 'web_store_build', 'data_analysis',
    ])); // prettier-ignore

  it('have a skill for every skill of a work role', () => {
    const named = catalogue.workRoles.roles.flatMap(({ skills }) => skills);
    expect(mapSkills(named).otherSkills).toEqual([]);
  });

  it('have no id twice, and parents that exist', () => {
    const ids = catalogue.categories.categories.map(({ categoryId }) => categoryId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(catalogue.categories.categories.every(({ parentId }) => parentId === null || isCategory(parentId))).toBe(true);
    expect(ids).toEqual(expect.arrayContaining(['listing-optimisation', 'saas-audit']));
    expect(categoryPath('listing-copy')).toEqual(['listing-copy', 'listing-optimisation', 'marketplace-services']);
  });

  it('map free text by name and alias, keep what fits nothing and refuse unknown ids', () => {
    expect(mapSkills(['Split  testing', 'marketplace-seo', 'SQL', 'Calligraphy', 'SQL'])).toEqual({
      skills: ['ab-testing', 'marketplace-seo', 'sql'],
      otherSkills: ['Calligraphy'],
    });
    expect(refusalOf(() => mapSkills(['no-such-skill']))).toBe('GIGS.SKILL_UNKNOWN');
  });

  it('say which attributes do not fit a category or those above it', () => {
    expect(
      oddAttributes('listing-copy', { target_language: 'de', product_category: 'garden', platform: 'etsy', listings: '12' }),
    ).toEqual([]);
    expect(oddAttributes('listing-copy', { target_language: 'klingon', lane: 'cn-eu', listings: 'many' })).toEqual([
      'target_language', 'lane', 'listings',
    ]); // prettier-ignore
  });
});
