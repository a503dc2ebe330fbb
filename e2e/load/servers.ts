import { Platform } from './platform/platform.js';
import { startStores, type Stores } from './processes/stores.js';

type Say = (line: string) => void;

/** Servers that several benches share: each is started once, when it is first asked for. */
export class Servers {
  private startedStores: Promise<Stores> | null = null;
  private startedPlatform: Promise<Platform> | null = null;

  constructor(private readonly say: Say) {}

  stores(): Promise<Stores> {
    if (!this.startedStores) this.say('starting throw-away stores');
    return (this.startedStores ??= startStores());
  }

  platform(): Promise<Platform> {
    if (!this.startedPlatform) this.say('starting a platform of its own');
    return (this.startedPlatform ??= Platform.start(this.say));
  }

  /** The platform has the machine to itself: stores that earlier benches used are ended. */
  async stopStores(): Promise<void> {
    const stores = this.startedStores;
    this.startedStores = null;
    await (await settled(stores))?.stop();
  }

  async stopAll(): Promise<void> {
    await this.stopStores();
    await this.stopPlatform();
  }

  /** For a bench that needs a log of its own size: the next one that asks gets an empty platform. */
  async stopPlatform(): Promise<void> {
    const platform = this.startedPlatform;
    this.startedPlatform = null;
    await (await settled(platform))?.remove();
  }
}

/** Null for what was never asked for, or did not start: whoever asked has heard why. */
const settled = async <T>(started: Promise<T> | null): Promise<T | null> => {
  if (!started) return null;
  const [outcome] = await Promise.allSettled([started]);
  return outcome.status === 'fulfilled' ? outcome.value : null;
};
