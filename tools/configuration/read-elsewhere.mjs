/** Variables that the chart or an image sets and that Node or a library reads, with what they do. */
export const READ_ELSEWHERE = {
  NODE_OPTIONS: 'Node: options of every program; the chart sets the heap (`--max-old-space-size`) from the memory limit.',
  NODE_EXTRA_CA_CERTS: 'Node: a file of further authorities to trust (PEM), e.g. that of the collector of traces or of the edge.',
  OTEL_EXPORTER_OTLP_TIMEOUT: 'Exporter of traces: milliseconds that one sending may take, at the shutdown too; 10000.',
  KAFKAJS_NO_PARTITIONER_WARNING: 'kafkajs: silences a warning about a default that this platform does not use; images set it.',
};
