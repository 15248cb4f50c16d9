/// What a metric is to Prometheus.
enum MetricKind: String, Sendable {
  case counter, gauge, histogram
}
