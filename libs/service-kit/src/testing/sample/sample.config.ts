import type { ServiceName } from '@guildhall/kernel';
import { readConfig } from '../../config/read-config.js';
import type { SecretTexts } from '../../config/secret-texts.js';
import type { ServiceConfig } from '../../config/service-config.js';
import { next, present, type NoteVersion } from './note.next.js';

/** The name that the sample plays under, `SAMPLE_SERVICE`: one for each suite, because suites share their servers. */
export const sampleName = (): ServiceName => (process.env['SAMPLE_SERVICE'] ?? 'contracts') as ServiceName;

/** `SAMPLE_VERSION=next`: the version after the present one. */
export const sampleVersion = (): NoteVersion => (process.env['SAMPLE_VERSION'] === 'next' ? next : present);

export const sampleConfig = (texts?: SecretTexts): ServiceConfig => readConfig(process.env, sampleName(), () => ({}), texts);
