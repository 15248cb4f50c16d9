import NIOHTTP1

/// What is answered to a request.
struct ConsoleResponse: Hashable {
  var status: HTTPResponseStatus
  var contentType = "text/plain; charset=utf-8"
  var body: [UInt8]
  /// The methods that are allowed, where the request's is not.
  var allow: String?

  /// Where the conversation is.
  static let socket = "/socket"

  /// - Parameters:
  ///   - uri: the path, and a query, which is ignored.
  ///   - isFull: whether as many pages are open as may be.
  init(_ method: HTTPMethod, _ uri: String, _ headers: HTTPHeaders, gate: Gate, isFull: Bool) {
    if let refusal = gate.refusal(headers) {
      self.init(.misdirectedRequest, refusal)
      return
    }
    let path = String(uri.prefix { $0 != "?" })
    guard path != Self.socket else {
      if let refusal = gate.refusalOfSocket(headers) {
        self.init(.forbidden, refusal)
      } else if isFull {
        self.init(.serviceUnavailable, "as many pages are open as may be")
      } else {
        self.init(.upgradeRequired, "this is a WebSocket")
      }
      return
    }
    guard let file = PageFile.all[path] else {
      self.init(.notFound, "there is no such page")
      return
    }
    guard method == .GET || method == .HEAD else {
      self.init(.methodNotAllowed, "GET and HEAD are allowed", allow: "GET, HEAD")
      return
    }
    self.init(.ok, file)
  }

  private init(_ status: HTTPResponseStatus, _ text: String, allow: String? = nil) {
    (self.status, self.allow) = (status, allow)
    body = Array((text + "\n").utf8)
  }

  private init(_ status: HTTPResponseStatus, _ file: PageFile) {
    (self.status, contentType, body) = (status, file.contentType, file.bytes)
  }

  /// Nothing comes from elsewhere, nothing goes elsewhere, and nobody puts the page into his own.
  static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'
    """

  /// The header.
  ///
  /// - Parameter isLast: the connection is closed behind the answer.
  func head(version: HTTPVersion, isLast: Bool) -> HTTPResponseHead {
    var headers: HTTPHeaders = [
      "Content-Type": contentType, "Content-Length": "\(body.count)", "Cache-Control": "no-store",
      "Connection": isLast ? "close" : "keep-alive", "Content-Security-Policy": Self.policy,
      "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
      "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy": "microphone=(self)",
    ]
    if let allow { headers.add(name: "Allow", value: allow) }
    return HTTPResponseHead(version: version, status: status, headers: headers)
  }
}

/// A file of the page.
struct PageFile: Sendable {
  let contentType: String
  let bytes: [UInt8]

  private static func script(_ bytes: [UInt8]) -> PageFile {
    PageFile(contentType: "text/javascript; charset=utf-8", bytes: bytes)
  }

  /// By their paths.
  static let all: [String: PageFile] = [
    "/": PageFile(contentType: "text/html; charset=utf-8", bytes: PackageResources.index_html),
    "/style.css": PageFile(contentType: "text/css; charset=utf-8", bytes: PackageResources.style_css),
    "/main.js": script(PackageResources.main_js), "/connection.js": script(PackageResources.connection_js),
    "/elements.js": script(PackageResources.elements_js),
    "/microphone.js": script(PackageResources.microphone_js), "/capture.js": script(PackageResources.capture_js),
    "/result.js": script(PackageResources.result_js), "/picture.js": script(PackageResources.picture_js),
    "/editor.js": script(PackageResources.editor_js), "/watch.js": script(PackageResources.watch_js),
  ]
}
