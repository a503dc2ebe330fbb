/** Caps of the old generation in MiB, so that the whole stays within 2.5 GiB. */
const OLD_MIB = { service: 192, 'event-store': 256 } as const;
/**
 * Half of the young generation, in MiB. Node's own default (64) lets the buffers of sockets pile up between rare minor collections until
 * V8 collects the whole heap instead: an idle service then spent half of its time in major collections, and a command took five times
 * the processor time.
 */
const YOUNG_HALF_MIB = 16;

/**
 * Before this much is in use, in MiB, V8 does not think of collecting the whole heap: of 256 appends in flight the slowest hundredth
 * waited for that (38 ms instead of 46). A heap of that size from the start is too much for six services, not for one store.
 */
const STORE_FROM_THE_START_MIB = 192;

/** What Node has to be told about its heap for a process of ours. */
export const heapFlags = (of: keyof typeof OLD_MIB): readonly string[] => [
  `--max-old-space-size=${String(OLD_MIB[of])}`,
  `--max-semi-space-size=${String(YOUNG_HALF_MIB)}`,
  ...(of === 'event-store'
    ? [`--min-semi-space-size=${String(YOUNG_HALF_MIB)}`, `--initial-heap-size=${String(STORE_FROM_THE_START_MIB)}`]
    : []),
];
