/// Keeps in touch with a Home Assistant: reads the home whenever it changes, and connects again when the connection
/// ends.
///
/// What is wrong is told once until it is right again. Tries come at growing intervals. A token that was not valid is
/// not shown again: Home Assistant counts such logins, and may shut out where they come from.
public struct HomeWatch: Sendable {
  /// What there is to tell.
  public enum News: Sendable {
    /// A home has been read.
    case home(Home)
    /// There is no connection any more, or none could be made.
    case lost(any Error)
  }

  /// How long it waits between two tries.
  public struct Pauses: Hashable, Sendable {
    /// After the first failure; twice as long after each further one.
    public var first: Duration
    /// The longest.
    public var last: Duration

    /// - Precondition: both are above 0.
    public init(first: Duration = .seconds(1), last: Duration = .seconds(300)) {
      precondition(first > .zero && last > .zero)
      (self.first, self.last) = (first, last)
    }
  }

  private let server: HomeAssistant
  private let token: @Sendable () throws -> AccessToken
  private let pauses: Pauses

  /// - Parameter token: gives the token; asked for each connection, so that another one may take its place.
  public init(_ server: HomeAssistant, pauses: Pauses = Pauses(), token: @escaping @Sendable () throws -> AccessToken) {
    self.server = server
    self.token = token
    self.pauses = pauses
  }

  /// Watches until the task is cancelled.
  public func run(_ tell: @Sendable (News) async -> Void) async {
    var pause = pauses.first
    var isLost = false
    var refused: AccessToken?
    while !Task.isCancelled {
      var hasRead = false
      var shown: AccessToken?
      do {
        shown = try token()
        if let shown, shown != refused {
          try await server.watch(shown) { home in
            hasRead = true
            await tell(.home(home))
          }
        }
      } catch is CancellationError {
        return
      } catch {
        refused = if case .unauthorized? = error as? HomeAssistantError { shown } else { nil }
        if hasRead { (isLost, pause) = (false, pauses.first) }
        if !isLost { await tell(.lost(error)) }
        isLost = true
      }
      do { try await Task.sleep(for: pause) } catch { return }
      pause = min(pause * 2, pauses.last)
    }
  }
}
