/** Makes something when it is first asked for, and the same ever after. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
};

/** Does some work for each item, so many at a time; answers in the order of the items. */
export const inParallel = async <T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const answers = new Map<number, R>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) answers.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: width }, worker));
  return items.map((_, index) => answers.get(index) as R);
};
