/** Hands over full pages of a finite sequence (the last may be shorter) and reads the next one while the consumer works. */
export async function* inPages<T>(source: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  const items = source[Symbol.asyncIterator]();
  const nextPage = async (): Promise<T[]> => {
    const page: T[] = [];
    while (page.length < size) {
      const { done, value } = await items.next();
      if (done) break;
      page.push(value);
    }
    return page;
  };
  let reading = nextPage();
  try {
    for (let page = await reading; page.length > 0; page = await reading) {
      reading = page.length < size ? Promise.resolve([]) : nextPage();
      // A failed read surfaces at the next turn; until then it must not count as unhandled.
      reading.catch(() => undefined);
      yield page;
    }
  } finally {
    await reading.catch(() => undefined);
    await items.return?.();
  }
}
