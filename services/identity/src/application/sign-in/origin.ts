import { isIPv4, isIPv6 } from 'node:net';

const LONGEST_DEVICE = 200;

/** The client's own words about itself (`User-Agent`), cut to a line. */
export const deviceOf = (userAgent: string | undefined): string => userAgent?.slice(0, LONGEST_DEVICE) ?? 'unknown';

/** The network a request came from, not the address: /24 for IPv4, /48 for IPv6. */
export const placeOf = (ip: string): string => {
  const plain = ip.replace(/^::ffff:(?=[0-9.]+$)/, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return 'unknown';
  const [head = ''] = plain.split('%')[0]?.split('::') ?? [];
  const groups = head
    .split(':')
    .filter((group) => group !== '')
    .slice(0, 3);
  return `${[...groups, '0', '0', '0'].slice(0, 3).join(':')}::/48`;
};
