import Glibc

extension Score {
  /// The processors that this process may use, at least 1.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
