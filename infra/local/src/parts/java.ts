import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Obstacle } from '../supervision/obstacle.js';

export interface Java {
  readonly command: string;
  /** First line of `java -version`. */
  readonly version: string;
}

const OLDEST_JAVA = 17;
const REMEDY =
  'install a JDK, version 17 or newer (Debian: openjdk-17-jdk-headless, Homebrew: openjdk@17), or let JAVA_HOME point to one';

/** Major version from the first line of `java -version`; before Java 9 it was written `1.8.0`. */
export const majorVersionOf = (line: string): number | undefined => {
  const match = /version "(?:1\.)?(\d+)/.exec(line);
  return match?.[1] === undefined ? undefined : Number(match[1]);
};

/**
 * The Java that runs the local Kafka and document database: that of JAVA_HOME, else the first on PATH.
 *
 * @throws {Obstacle} when there is none or it is too old
 */
export const findJava = (javaHome: string | undefined): Java => {
  const command = javaHome === undefined ? 'java' : join(javaHome, 'bin', 'java');
  const { stderr, status } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  if (status !== 0) throw new Obstacle(`no Java was found, which the local Kafka and document database need: ${REMEDY}`);
  const version = stderr.split('\n').find((line) => line.includes(' version ')) ?? '';
  const major = majorVersionOf(version);
  if (major !== undefined && major >= OLDEST_JAVA) return { command, version };
  throw new Obstacle(`the Java found is too old (${version.trim()}): ${REMEDY}`);
};
