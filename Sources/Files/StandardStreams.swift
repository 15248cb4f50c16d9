import Glibc

/// The three streams that a program begins with.
public enum StandardStreams {
  /// Puts something in the place of each stream that is closed, so that no file which is opened later takes it: reading
  /// standard input and writing standard output then fail as if they were closed; what is told on standard error is lost.
  ///
  /// To be called before anything is opened.
  public static func secure() {
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(stream, F_GETFD) < 0 {
      // The lowest number that is free is this one: those below are taken.
      let descriptor = open("/dev/null", mode)
      if descriptor >= 0, descriptor != stream {
        dup2(descriptor, stream)
        close(descriptor)
      }
    }
  }

  /// Ends the process as the signal of a broken pipe does.
  public static func endByBrokenPipe() -> Never {
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
    exit(128 + SIGPIPE)
  }
}
