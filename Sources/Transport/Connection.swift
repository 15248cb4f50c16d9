package import NIOCore
package import Wire

/// A connection over which events go: those that come in, or what is wrong with their bytes, and those that go out.
package typealias Connection = NIOAsyncChannel<Result<Event, WireError>, Event>
