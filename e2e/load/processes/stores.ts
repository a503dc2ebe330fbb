import { join } from 'node:path';
import { Program } from './program.js';
import { workspaceRoot } from './workspace.js';

/** The three stores, empty, with all topics; MongoDB without a database. */
export type Stores = Readonly<{
  eventStoreUrl: string;
  kafkaBrokers: readonly string[];
  mongodbUrl: string;
  stop(): Promise<void>;
}>;

const DEADLINE_MS = 180_000;

export const localMain = (): string => join(workspaceRoot, 'infra', 'local', 'dist', 'main.js');

/** Starts throw-away stores on free ports. */
export const startStores = async (): Promise<Stores> => {
  const program = Program.start({ name: 'test-servers', args: [localMain(), 'test-servers', '--throw-away'] });
  const valueOf = async (name: string): Promise<string> => {
    const line = await program.said(new RegExp(`^GUILDHALL_TEST_${name}=`), DEADLINE_MS);
    return line.slice(line.indexOf('=') + 1);
  };
  try {
    const eventStoreUrl = await valueOf('EVENTSTORE_URL');
    const kafkaBrokers = (await valueOf('KAFKA_BROKERS')).split(',');
    const mongodbUrl = await valueOf('MONGODB_URL');
    return { eventStoreUrl, kafkaBrokers, mongodbUrl, stop: () => program.stop() };
  } catch (error) {
    await program.stop();
    throw error;
  }
};
