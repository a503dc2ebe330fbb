// Entry of every root script: installs and builds what is missing, then hands over to Node 24. Runs on Node 20 and newer.
import { commands } from './commands.mjs';
import { Obstacle } from './obstacle.mjs';

const [name, ...args] = process.argv.slice(2);

try {
  const command = commands[name];
  if (command === undefined)
    throw new Obstacle(`there is no command "${name ?? ''}": one of ${Object.keys(commands).join(', ')}`);
  process.exitCode = await command(args);
} catch (error) {
  process.stderr.write(error instanceof Obstacle ? `${error.message}\n` : `${error.stack}\n`);
  process.exitCode = 1;
}
