import NIOHTTP1

/// What is answered to a request.
struct MonitoringResponse: Hashable {
  var status: HTTPResponseStatus
  var contentType = "text/plain; charset=utf-8"
  var body: String
  /// The methods that are allowed, where the request's is not.
  var allow: String?

  /// - Parameters:
  ///   - uri: the path, and a query, which is ignored.
  ///   - metrics: the text of all metrics; asked for only where it is needed.
  init(_ method: HTTPMethod, _ uri: String, readiness: Readiness.State, metrics: () -> String) {
    let path = uri.prefix { $0 != "?" }
    guard ["/metrics", "/healthz", "/readyz"].contains(path) else {
      (status, body) = (.notFound, "there are /metrics, /healthz and /readyz\n")
      return
    }
    guard method == .GET || method == .HEAD else {
      (status, body, allow) = (.methodNotAllowed, "GET and HEAD are allowed\n", "GET, HEAD")
      return
    }
    switch path {
    case "/metrics": (status, body, contentType) = (.ok, metrics(), PrometheusText.contentType)
    case "/readyz": (status, body) = (readiness == .ready ? .ok : .serviceUnavailable, readiness.rawValue + "\n")
    default: (status, body) = (.ok, "alive\n")
    }
  }

  /// The header.
  ///
  /// - Parameter isLast: the connection is closed behind the answer.
  func head(version: HTTPVersion, isLast: Bool) -> HTTPResponseHead {
    var headers: HTTPHeaders = [
      "Content-Type": contentType, "Content-Length": "\(body.utf8.count)", "Cache-Control": "no-store",
      "Connection": isLast ? "close" : "keep-alive",
    ]
    if let allow { headers.add(name: "Allow", value: allow) }
    return HTTPResponseHead(version: version, status: status, headers: headers)
  }
}
