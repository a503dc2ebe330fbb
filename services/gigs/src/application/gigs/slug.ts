/** Path of the public page: words of the title and the end of the id, so that two gigs of one title have two pages. */
export const slugOf = (title: string, gigId: string): string => {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return [words, gigId.replaceAll('-', '').slice(-8)].filter((part) => part !== '').join('-');
};
