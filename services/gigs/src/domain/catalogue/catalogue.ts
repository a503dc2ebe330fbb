import { fail } from '../gigs.errors.js';
import categoryTable from './categories.v1.json' with { type: 'json' };
import skillTable from './skills.v1.json' with { type: 'json' };
import roleTable from './work-roles.v1.json' with { type: 'json' };

export type Category = (typeof categoryTable.categories)[number];

const roleIds: ReadonlySet<string> = new Set(roleTable.roles.map(({ roleId }) => roleId));
const categories = new Map<string, Category>(categoryTable.categories.map((category) => [category.categoryId, category]));
const plain = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
const skillIds: ReadonlySet<string> = new Set(skillTable.skills.map(({ skillId }) => skillId));
const skillByText = new Map(
  skillTable.skills.flatMap(({ skillId, name, aliases }) => [name, ...aliases].map((text) => [plain(text), skillId] as const)),
);

/** The tables as they are told to everybody, with their versions. */
export const catalogue = { workRoles: roleTable, categories: categoryTable, skills: skillTable } as const;

export const isWorkRole = (roleId: string): boolean => roleIds.has(roleId);
export const isCategory = (categoryId: string): boolean => categories.has(categoryId);

/** Attributes of a category and of all above it. */
const attributesOf = (categoryId: string | null): Category['attributes'] => {
  const category = categoryId === null ? undefined : categories.get(categoryId);
  return category ? [...category.attributes, ...attributesOf(category.parentId)] : [];
};

const NUMBER = /^(0|[1-9][0-9]{0,8})$/;

/** Attributes that the category does not have, or whose value does not fit their kind. */
export const oddAttributes = (categoryId: string, attributes: Readonly<Record<string, string>>): readonly string[] => {
  const known = new Map(attributesOf(categoryId).map((attribute) => [attribute.attributeId, attribute]));
  return Object.entries(attributes).flatMap(([attributeId, value]) => {
    const attribute = known.get(attributeId);
    const fits = attribute?.kind === 'number' ? NUMBER.test(value) : attribute?.values.some((allowed) => allowed === value);
    return fits ? [] : [attributeId];
  });
};

/** The form of a skill id; everything else is free text. */
const SKILL_ID = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** Ids as they are, free text mapped by name and alias; what fits nothing is kept. Throws GIGS.SKILL_UNKNOWN for an unknown id. */
export const mapSkills = (wanted: readonly string[]): Readonly<{ skills: readonly string[]; otherSkills: readonly string[] }> => {
  const unknown = wanted.filter((text) => SKILL_ID.test(text) && !skillIds.has(text));
  if (unknown.length > 0) throw fail('GIGS.SKILL_UNKNOWN', 'Ids that the table of skills does not have', { unknown });
  const mapped = wanted.map((text) => (skillIds.has(text) ? text : (skillByText.get(plain(text)) ?? null)));
  const skills = [...new Set(mapped.flatMap((skillId) => skillId ?? []))];
  return { skills, otherSkills: wanted.filter((_, index) => mapped[index] === null) };
};

const skillById = new Map(skillTable.skills.map((skill) => [skill.skillId, skill]));
const roleById = new Map(roleTable.roles.map((role) => [role.roleId, role]));

/** A category and all above it, from the bottom up. */
export const categoryPath = (categoryId: string | null): readonly string[] => {
  const category = categoryId === null ? undefined : categories.get(categoryId);
  return category ? [category.categoryId, ...categoryPath(category.parentId)] : [];
};

/** Names and aliases of skills, for search. */
export const skillWordsOf = (ids: readonly string[]): readonly string[] =>
  ids.flatMap((skillId) => {
    const skill = skillById.get(skillId);
    return skill ? [skill.name, ...skill.aliases] : [];
  });

/** Names of the work role and of the categories, for search. */
export const placeWordsOf = (roleId: string, categoryId: string): readonly string[] => [
  roleById.get(roleId)?.name ?? '',
  ...categoryPath(categoryId).map((id) => categories.get(id)?.name ?? ''),
];
