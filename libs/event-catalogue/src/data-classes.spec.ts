import { describe, expect, it } from '@jest/globals';
import { catalogue } from './catalogue.js';
import { leavesOf, type JsonSchema } from './schema/json-schema.js';
import { clearTextProblems } from './compatibility/clear-text.js';
import { milestoneApprovedV1 } from './contracts/milestone-approved.v1.fact.js';

const withField = (field: JsonSchema) => ({
  ...milestoneApprovedV1,
  schema: { ...milestoneApprovedV1.schema, properties: { ...milestoneApprovedV1.schema.properties, added: field } },
});

describe('Data classes of facts', () => {
  it.each(catalogue.map((definition) => [definition.type, definition] as const))(
    'states one for every field of %s, and no person in clear',
    (_type, definition) => {
      expect(Object.keys(definition.classes).sort()).toEqual(
        [...new Set(leavesOf(definition.schema).map(([path]) => path))].sort(),
      );
      expect(clearTextProblems(definition)).toEqual([]);
    },
  );

  it('states them by nested path', () => {
    expect(catalogue.find(({ name }) => name === 'ContractSigned')?.classes).toMatchObject({
      'milestones[].amount': 'internal',
      'policyRefs{}': 'public',
      'origin.id': 'internal',
      roleId: 'public',
    });
  });

  it.each(['personal', 'sensitive', 'secret'] as const)('refuses a field of class %s in clear', (dataClass) => {
    expect(clearTextProblems(withField({ type: 'string', format: 'uuid', 'x-guildhall-class': dataClass }))).toEqual([
      `added: class ${dataClass} may not travel in clear`,
    ]);
  });

  it('refuses a field without class, and text of free form', () => {
    expect(clearTextProblems(withField({ type: 'string', format: 'uuid' }))).toEqual(['added: no data class']);
    expect(clearTextProblems(withField({ type: 'string', 'x-guildhall-class': 'internal' }))).toEqual([
      'added: text of free form',
    ]);
  });
});
