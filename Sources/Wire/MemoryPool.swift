import Synchronization

/// Memory that clients share, in bytes: what one holds beyond its own allowance the others cannot have.
package final class MemoryPool: Sendable {
  private let left: Mutex<Int>

  /// - Parameter limit: what all clients together may hold beyond their allowances.
  package init(limit: Int) { left = Mutex(limit) }

  fileprivate func take(_ bytes: Int) -> Bool {
    left.withLock { left in
      guard bytes <= left else { return false }
      left -= bytes
      return true
    }
  }

  fileprivate func give(_ bytes: Int) { left.withLock { $0 += bytes } }
}

/// What one client holds of a pool. What is held when it goes is given back.
package final class MemoryShare: Sendable {
  private let pool: MemoryPool
  private let allowance: Int
  private let used = Mutex(0)

  /// - Parameter allowance: what the client may hold whatever others do.
  package init(of pool: MemoryPool, allowance: Int) {
    self.pool = pool
    self.allowance = allowance
  }

  deinit { pool.give(used.withLock { beyond($0) }) }

  /// Takes memory; false, and nothing is taken, where there is no room.
  package func take(_ bytes: Int) -> Bool {
    used.withLock { used in
      guard pool.take(beyond(used + bytes) - beyond(used)) else { return false }
      used += bytes
      return true
    }
  }

  /// Gives memory back that was taken.
  package func give(_ bytes: Int) {
    used.withLock { used in
      pool.give(beyond(used) - beyond(used - bytes))
      used -= bytes
    }
  }

  private func beyond(_ bytes: Int) -> Int { max(0, bytes - allowance) }
}
