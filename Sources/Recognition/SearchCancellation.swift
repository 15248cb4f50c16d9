/// Whether what is being searched for is still wanted. A search by text looks at it with every phone that it reads; once
/// it is not, it proposes nothing more, and what it gives is to be thrown away. Sound is searched to its end.
///
/// Whoever may lose interest binds it, in a task or on a thread:
///
///     SearchCancellation.$isRequested.withValue({ client.isGone }) { try recognizer.recognize(tokens) }
///     SearchCancellation.$isRequested.withValue({ Task.isCancelled }) { try recognizer.recognize(tokens) }
public enum SearchCancellation {
  /// Asked often, on the thread that searches; it has to answer at once. By default everything is wanted.
  @TaskLocal public static var isRequested: @Sendable () -> Bool = { false }
}
