public import Lexicon

/// Why a command file cannot be used, and where.
public struct CommandError: Error, Hashable, Sendable {
  /// The place that has to change.
  public var location: SourceLocation
  /// What is wrong there.
  public var problem: Problem

  init(_ problem: Problem, at location: SourceLocation) {
    self.location = location
    self.problem = problem
  }

  /// Loading takes seconds where there is much; a server that ends does not wait for it.
  ///
  /// - Throws: `CommandError.Problem.cancelled` in a task that is cancelled.
  static func checkCancellation(at location: @autoclosure () -> SourceLocation) throws(CommandError) {
    if Task.isCancelled { throw CommandError(.cancelled, at: location()) }
  }

  /// What can be wrong with a command file.
  public enum Problem: Hashable, Sendable {
    /// The file cannot be opened or is not UTF-8; the reason in words.
    case unreadable(reason: String)
    /// The YAML parser's own complaint.
    case notYAML(String)
    /// A key is there twice in one mapping.
    case duplicateKey(String)
    /// Something else stands where this should.
    case expected(String, found: String)
    /// The file has neither `intents:` nor `context:`.
    case noCommands
    /// Native and Rhino command files were given together.
    case mixedDialects
    /// A language that is not understood, by its code.
    case language(String)
    /// A name that nothing defines: what kind of thing it should be, and the defined name that is most like it.
    case unknown(kind: String, name: String, suggestion: String?)
    /// Two definitions of one name: what kind of thing, and where the other is.
    case redefined(kind: String, name: String, first: SourceLocation)
    /// Rules or lists that contain themselves, in order, the first again at the end.
    case recursion([String])
    /// A template or a list value that stands for nothing, or for the empty sentence.
    case empty(String)
    /// A bracket without its partner.
    case unbalanced(Character)
    /// Some other mistake in a template, as a sentence.
    case template(String)
    /// A range of numbers that cannot be; why.
    case range(String)
    /// The word or pronunciation cannot be used.
    case pronunciation(LexiconError)
    /// More than this program will compile: what there is too much of, and the most there may be.
    case tooLarge(what: String, limit: Int)
    /// Nothing can be added to the file safely; why.
    case uneditable(String)
    /// The task that loads it was cancelled.
    case cancelled
  }
}

extension CommandError: CustomStringConvertible {
  /// `file:line:column: message`.
  public var description: String { "\(location): \(problem)" }
}

extension CommandError.Problem: CustomStringConvertible {
  /// The message for people, without the place.
  public var description: String {
    switch self {
    case .unreadable(let reason): "cannot read the file: \(reason)"
    case .notYAML(let complaint): "not YAML: \(complaint)"
    case .duplicateKey(let key): "the key '\(key.prefix(80))' is here twice"
    case .expected(let expected, let found): "expected \(expected), found \(found)"
    case .noCommands: "no commands: expected the key 'intents' (native) or 'context' (Rhino) at the top"
    case .mixedDialects: "native and Rhino command files cannot be mixed"
    case .language(let code):
      "the language '\(code.prefix(80))' is not understood here; "
        + "\(Language.all.map { "'\($0.code)'" }.joined(separator: ", ")) is"
    case .unknown(let kind, let name, let suggestion):
      "unknown \(kind) '\(name.prefix(80))'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .redefined(let kind, let name, let first): "the \(kind) '\(name)' is already defined at \(first)"
    case .recursion(let names): "'\(names.first ?? "")' contains itself: \(names.joined(separator: " > "))"
    case .empty(let what): "\(what) stands for nothing to say"
    case .unbalanced(let bracket): "'\(bracket)' has no partner"
    case .template(let mistake): mistake
    case .range(let reason): "not a range: \(reason)"
    case .pronunciation(let error): error.description
    case .tooLarge(let what, let limit): "too large: more than \(limit) \(what)"
    case .uneditable(let reason): "nothing was added: \(reason)"
    case .cancelled: "loading was cancelled"
    }
  }
}
