/// Whether what is being searched for is not wanted any more: its client is gone, or its task is cancelled.
///
/// A search by text asks with every phone that it reads, on its own thread, so the answer has to come at once. Once it is
/// true the search proposes nothing more, and what it gives is to be thrown away.
public typealias Cancellation = @Sendable () -> Bool
