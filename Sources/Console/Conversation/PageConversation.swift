/// Decides what a page's messages lead to. It has no clock and no socket: messages go in, actions come out.
struct PageConversation {
  /// What is to be done.
  enum Action: Hashable {
    /// Tell the page what there is.
    case greet
    /// Tell the page what is wrong with what it said; it may go on.
    case fail(String)
    /// Tell it that a token is asked for, and close.
    case askForToken
    /// Tell it that its token is wrong, after a while, and close.
    case refuse
    /// Close: what it sends makes no sense.
    case close(String)
    case understand(String)
    case beginListening(rate: Int, isOpen: Bool, transcript: String)
    case hear([UInt8])
    case endListening
    case hearFile(name: String, bytes: [UInt8], transcript: String)
    case work(PageTask)
  }

  private struct ComingFile {
    let name: String
    let size: Int
    let transcript: String
    var bytes: [UInt8] = []
  }

  private enum State {
    /// Nothing is told before the page has said hello.
    case strange
    case idle
    case listening
    case receiving(ComingFile)
  }

  private let isToken: (String) -> Bool
  private var state = State.strange

  /// - Parameter isToken: whether a page that shows this may go on; "" for one that shows nothing.
  init(isToken: @escaping (String) -> Bool) { self.isToken = isToken }

  /// Takes a message of text.
  mutating func take(text bytes: [UInt8]) -> [Action] {
    do throws(PageProblem) { return try take(PageMessage(bytes)) } catch {
      if case .strange = state { return [.close("the first message is no hello")] }
      return [.fail(error.text)]
    }
  }

  private mutating func take(_ message: PageMessage) throws(PageProblem) -> [Action] {
    switch (state, message) {
    case (.strange, .hello(let token)):
      guard isToken(token ?? "") else { return [token == nil ? .askForToken : .refuse] }
      state = .idle
      return [.greet]
    case (.strange, _): return [.close("the first message is no hello")]
    case (_, .hello): throw PageProblem("hello has been said")
    case (_, .text(let text)): return [.understand(text)]
    case (_, .task(let task)): return [.work(task)]
    case (.idle, .listen(let rate, let isOpen, let transcript)):
      state = .listening
      return [.beginListening(rate: rate, isOpen: isOpen, transcript: transcript)]
    case (_, .listen): throw PageProblem("something else is being sent")
    case (.listening, .stop):
      state = .idle
      return [.endListening]
    // The page may have been told meanwhile that it cannot be heard.
    case (_, .stop): return []
    case (.idle, .file(let name, let size, let transcript)):
      state = .receiving(ComingFile(name: name, size: size, transcript: transcript))
      return []
    case (_, .file): throw PageProblem("something else is being sent")
    }
  }

  /// Takes a message of bytes: sound that goes on, or a part of a file.
  mutating func take(sound bytes: [UInt8]) -> [Action] {
    switch state {
    case .strange: return [.close("the first message is no hello")]
    // What was on its way when listening ended.
    case .idle: return []
    case .listening:
      guard bytes.count <= PageLimits.portion, bytes.count.isMultiple(of: 2) else {
        return [.close("a portion of sound is too large, or no samples of 16 bits")]
      }
      return bytes.isEmpty ? [] : [.hear(bytes)]
    case .receiving(var file):
      // Out of its place, so that nothing is copied.
      state = .idle
      guard file.bytes.count + bytes.count <= file.size else {
        return [.close("a file has more bytes than it was said to have")]
      }
      file.bytes += bytes
      if file.bytes.count == file.size {
        return [.hearFile(name: file.name, bytes: file.bytes, transcript: file.transcript)]
      }
      state = .receiving(file)
      return []
    }
  }

  /// Listening has failed: sound that comes is passed over.
  mutating func stopListening() { if case .listening = state { state = .idle } }
}
