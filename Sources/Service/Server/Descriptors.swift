import Glibc
import Synchronization

/// The descriptors that the system still gives to this process: a client is one, and without one left nobody can even be told so.
final class Descriptors: Sendable {
  private struct State {
    /// A descriptor that is given up when there is none left, so that the next client can be told.
    var spare: Int32?
    /// Connections that were accepted in its place.
    var refused: Set<ObjectIdentifier> = []
  }

  private let state = Mutex(State())

  init() { restore() }

  deinit { if let spare = state.withLock(\.spare) { close(spare) } }

  /// How many clients there is room for, where a client takes `each`; descriptors for files and the like are left.
  static func room(each: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    let most = Int(clamping: limit.rlim_cur)
    return max(1, (most - used(below: most) - reserve) / each)
  }

  /// What is left for command files, an upstream recogniser, and those who are told that there is no room.
  private static let reserve = 16

  private static func used(below limit: Int) -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count
  }

  /// Gives the spare descriptor up; false where it is given up already.
  func giveUp() -> Bool {
    state.withLock { state in
      guard let spare = state.spare.take() else { return false }
      close(spare)
      return true
    }
  }

  /// Takes a spare descriptor again; false where there is none.
  @discardableResult func restore() -> Bool {
    state.withLock { state in
      if state.spare == nil {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { state.spare = descriptor }
      }
      return state.spare != nil
    }
  }

  /// A connection was accepted in place of the spare descriptor.
  func refuse(_ connection: AnyObject) { state.withLock { _ = $0.refused.insert(ObjectIdentifier(connection)) } }

  /// Whether a connection was; it is forgotten.
  func isRefused(_ connection: AnyObject) -> Bool {
    state.withLock { $0.refused.remove(ObjectIdentifier(connection)) != nil }
  }
}
