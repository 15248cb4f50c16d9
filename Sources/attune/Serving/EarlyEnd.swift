import Glibc

/// What SIGTERM and Ctrl-C do before there is anything to end gracefully, while a network and commands are loaded: the
/// process is gone at once, with the status of one that was ended. Who runs as the first process of a container is
/// otherwise not ended by them at all.
///
/// The lifecycle of the services takes the signals over.
enum EarlyEnd {
  static func handleSignals() {
    for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(0) } }
  }
}
