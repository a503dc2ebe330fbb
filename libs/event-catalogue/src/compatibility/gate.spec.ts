import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../catalogue.js';
import { milestoneLateV1 } from '../contracts/milestone-late.v1.fact.js';
import { count, hash, id } from '../schema/fields.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { incompatibilities, unrecorded, type ReleasedFact } from './gate.js';
import { readHistory, writeHistory } from './history-files.js';

const { type, key, schema, example } = milestoneLateV1;
const late = { type, key, schema, example };
const first: ReleasedFact = { ...late, release: 1 };
const withField = (name: string, field: JsonSchema): JsonSchema => ({
  ...schema,
  properties: { ...schema.properties, [name]: field },
});

describe('The catalogue against everything released', () => {
  const history = readHistory(fileURLToPath(new URL('../../history', import.meta.url)));

  it('is compatible with every release of every fact', () => expect(incompatibilities(catalogue, history)).toEqual([]));

  it('is recorded: `npm run release -w @guildhall/event-catalogue` has nothing to write', () =>
    expect(unrecorded(catalogue, history).map((released) => `${released.type} release ${released.release}`)).toEqual([]));

  it('has releases without gaps', () => {
    for (const released of history) {
      expect(history.filter((other) => other.type === released.type).map(({ release }) => release)).toContain(
        Math.max(1, released.release - 1),
      );
    }
  });
});

describe('The compatibility gate', () => {
  it('lets a safe change through and asks for its record', () => {
    const current = { ...late, schema: withField('added', id.schema) };
    expect(incompatibilities([current], [first])).toEqual([]);
    expect(unrecorded([current], [first])).toEqual([{ ...current, release: 2 }]);
    expect(unrecorded([current], [first, { ...current, release: 2 }])).toEqual([]);
  });

  it('records a new fact as its first release', () => expect(unrecorded([late], [])).toEqual([first]));

  it('refuses a change that needs an upcaster or breaks, with the remedy', () => {
    const tighter = { ...late, schema: { ...withField('added', id.schema), required: [...(schema.required ?? []), 'added'] } };
    expect(incompatibilities([tighter], [first])).toEqual([
      `${type} release 1: added required field added (needs-upcaster)`,
      expect.stringContaining('lift facts of this one'),
    ]);
    const { dueAt: _dueAt, ...properties } = schema.properties ?? {};
    const broken = { ...late, schema: { ...schema, properties, required: Object.keys(properties) } };
    expect(incompatibilities([broken], [first])).toEqual([
      `${type} release 1: dueAt field removed (breaking)`,
      expect.stringContaining('tell both until every consumer reads the new one'),
    ]);
  });

  it('compares with every release, not the last one', () => {
    const history = [
      { ...first, schema: withField('extra', id.schema) },
      { ...first, release: 2, schema: withField('extra', count.schema) },
    ];
    const current = { ...late, schema: withField('extra', count.schema) };
    expect(incompatibilities([current], history.slice(1))).toEqual([]);
    expect(incompatibilities([current], history)[0]).toBe(`${type} release 1: extra type string became integer (breaking)`);
  });

  it('refuses another key, and a released type that is gone', () => {
    expect(incompatibilities([{ ...late, key: 'milestoneId' }], [first])[0]).toBe(
      `${type} release 1: (key) record key changed (breaking)`,
    );
    expect(incompatibilities([], [first])).toEqual([expect.stringContaining('the type is gone')]);
  });

  it('reads the examples told in those days', () => {
    const unreadable = { ...first, example: { ...example, dueAt: 'soon' } };
    expect(incompatibilities([late], [unreadable]).join()).toContain('its example can no longer be read: /dueAt');
  });

  it('never overwrites a release and notices a renamed file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'history-'));
    try {
      expect(writeHistory(folder, [first])).toEqual([`${type}.r1.json`]);
      expect(readHistory(folder)).toEqual([JSON.parse(JSON.stringify(first))]);
      expect(() => writeHistory(folder, [{ ...first, schema: hash.schema }])).toThrow('EEXIST');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
