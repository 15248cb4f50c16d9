import CMalloc
import Dispatch
import Synchronization

/// How the C library's allocator deals with memory that nobody uses any more.
///
/// By itself it learns from the first large block that is freed to keep blocks of that size, up to 32 MB, among the small
/// ones, where one that is in use keeps many that are free; it gives back only what lies at a heap's end; and it has
/// up to eight heaps for each processor, each as large as it ever was. That suits a program that ends; a server on which
/// many spoke once would have their memory for ever.
public final class MemoryReturn: Sendable {
  /// Blocks from this size on, in bytes, are the system's own and go back to it as soon as they are freed.
  private static let large: Int32 = 256 << 10
  /// The heaps.
  private static let heaps: Int32 = 4

  private let isDue = Mutex(false)

  init() {}

  /// Settles how memory is given back; for a process that serves, before it has threads.
  public static func prepare() {
    mallopt(M_MMAP_THRESHOLD, large)
    mallopt(M_TRIM_THRESHOLD, large)
    mallopt(M_ARENA_MAX, heaps)
  }

  /// Gives back within a second what is free in the heaps: somebody has gone.
  func soon() {
    let isFirst = isDue.withLock { isDue in
      defer { isDue = true }
      return !isDue
    }
    guard isFirst else { return }
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + 1) {
      self.isDue.withLock { $0 = false }
      malloc_trim(0)
    }
  }
}
