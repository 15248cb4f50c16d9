import Aligner
import Commands
import Files
import JSON

/// A row of a manifest: what it says, or what is wrong with it.
struct ManifestRow {
  struct Content {
    let path: String
    /// nil where there is none.
    let transcript: [TranscriptToken]?
    let segment: Range<Double>?
    let channel: Int?
    let truth: Truth?
    let groups: [String: String]
  }

  /// From 1.
  let line: Int
  let content: Result<Content, TextProblem>

  /// The rows below a header.
  static func rows(
    of records: SeparatedValues, columns: ManifestColumns
  ) throws(TextProblem) -> [ManifestRow] {
    var records = records
    guard let header = try records.next()?.fields.get() else { throw TextProblem("it is empty") }
    guard ManifestColumns.paths.contains(where: header.contains) else {
      throw TextProblem("no column is called \(ManifestColumns.paths.joined(separator: ", "))")
    }
    for name in [columns.transcript].compactMap(\.self) + columns.groups where !header.contains(name) {
      throw TextProblem("no column is called \(name)")
    }
    return records.map { record in
      ManifestRow(line: record.line) { () throws(TextProblem) in
        let fields = try record.fields.get()
        guard fields.count == header.count else {
          throw TextProblem("fields: \(fields.count) where the header has \(header.count)")
        }
        return try Content(cells: Dictionary(zip(header, fields)) { first, _ in first }, columns: columns)
      }
    }
  }

  /// The rows of JSON Lines.
  static func rows(ofObjects bytes: [UInt8], columns: ManifestColumns) throws(TextProblem) -> [ManifestRow] {
    var missing = Set([columns.transcript].compactMap(\.self) + columns.groups)
    let lines = bytes.lines.enumerated()
    let rows = lines.filter { !$0.element.isBlank }.map { index, line in
      ManifestRow(line: index + 1) { () throws(TextProblem) in
        let members = try members(of: Array(line))
        missing.subtract(members.keys)
        return try Content(members: members, columns: columns)
      }
    }
    if let name = missing.min() { throw TextProblem("no row has '\(name)'") }
    return rows
  }

  /// A line of JSON Lines.
  init(line: Int, object bytes: [UInt8], columns: ManifestColumns) {
    self.init(line: line) { () throws(TextProblem) in
      try Content(members: Self.members(of: bytes), columns: columns)
    }
  }

  init(line: Int, _ content: () throws(TextProblem) -> Content) {
    self.line = line
    self.content = Result(catching: content)
  }

  /// What the row stands for in a batch.
  ///
  /// - Parameter manifest: the path of the manifest, to which the row's is relative.
  func item(of manifest: String) -> RecordingItem {
    switch content {
    case .success(let content):
      let folder = manifest.dropLast(manifest.lastPathComponent.count)
      var item = RecordingItem(
        content.path.hasPrefix("/") ? content.path : folder + content.path, transcript: content.transcript)
      item.segment = content.segment
      item.channel = content.channel
      item.truth = content.truth
      item.groups = content.groups
      return item
    case .failure(let problem):
      return RecordingItem(
        place: "\(manifest):\(line)", problem: .manifest(path: manifest, line: line, problem: problem.description))
    }
  }

  private static func members(of line: [UInt8]) throws(TextProblem) -> [String: JSONNode] {
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: line) } catch { throw TextProblem(error) }
    guard case .object(let members) = node.content else { throw TextProblem("no object") }
    return members
  }
}

extension ManifestRow.Content {
  /// What a row of text says, if it can be used. An empty cell is no value, but an empty intent is no command.
  fileprivate init(cells: [String: String], columns: ManifestColumns) throws(TextProblem) {
    let transcript = columns.transcriptNames.lazy.compactMap { cells[$0] }.first
    try self.init(
      ManifestColumns.paths.lazy.compactMap { cells[$0] }.first ?? "",
      transcript: transcript.map { [TranscriptToken($0)] },
      start: Self.seconds(cells["start"]), end: Self.seconds(cells["end"]), channel: Self.channel(cells["channel"]),
      truth: Self.truth(cells),
      groups: cells.filter { columns.collects($0.key) && !$0.value.isEmpty })
  }

  /// What an object says, if it can be used.
  fileprivate init(members: [String: JSONNode], columns: ManifestColumns) throws(TextProblem) {
    guard let path = ManifestColumns.paths.lazy.compactMap({ members[$0] }).first, case .text(let path) = path.content
    else { throw TextProblem("no text is called \(ManifestColumns.paths.joined(separator: ", "))") }
    var transcript: [TranscriptToken]?
    if let node = columns.transcriptNames.lazy.compactMap({ members[$0] }).first, node.content != .null {
      transcript = try TranscriptDocument(node).tokens
    }
    try self.init(
      path, transcript: transcript, start: Self.seconds(members["start"]), end: Self.seconds(members["end"]),
      channel: Self.channel(members["channel"]),
      truth: Self.truth(members), groups: members.filter { columns.collects($0.key) }.compactMapValues(Self.text))
  }

  private init(
    _ path: String, transcript: [TranscriptToken]?, start: Double?, end: Double?, channel: Int?, truth: Truth?,
    groups: [String: String]
  ) throws(TextProblem) {
    guard !path.isEmpty else { throw TextProblem("there is no path") }
    // The system would end the path there, and open another file.
    guard !path.utf8.contains(0) else { throw TextProblem("a path with a zero byte") }
    let (first, last) = (start ?? 0, end ?? .infinity)
    guard first >= 0, first < .infinity, first < last else {
      throw TextProblem("a segment from \(first) to \(last) s")
    }
    let isEmpty = transcript?.allSatisfy { $0.text.allSatisfy(\.isWhitespace) } ?? true
    self.init(
      path: path, transcript: isEmpty ? nil : transcript, segment: start == nil && end == nil ? nil : first..<last,
      channel: channel, truth: truth, groups: groups)
  }

  private static func truth(_ cells: [String: String]) throws(TextProblem) -> Truth? {
    guard let intent = cells["intent"] else { return nil }
    guard !intent.isEmpty else { return .noCommand }
    let text = cells["slots"] ?? ""
    guard !text.allSatisfy(\.isWhitespace) else { return .command(.init(intent: intent, slots: [:])) }
    let node: JSONNode
    do throws(JSONError) { node = try JSONNode(parsing: text) } catch { throw TextProblem("slots: \(error)") }
    return .command(.init(intent: intent, slots: try slots(node)))
  }

  private static func truth(_ members: [String: JSONNode]) throws(TextProblem) -> Truth? {
    switch members["intent"]?.content {
    case nil: return nil
    case .null, .text(""): return .noCommand
    case .text(let intent): return .command(.init(intent: intent, slots: try members["slots"].map(slots) ?? [:]))
    default: throw TextProblem("the intent is not in quotes")
    }
  }

  private static func slots(_ node: JSONNode) throws(TextProblem) -> [String: SlotValue] {
    if case .null = node.content { return [:] }
    guard case .object(let members) = node.content else { throw TextProblem("the slots are no object") }
    var slots: [String: SlotValue] = [:]
    for (name, node) in members {
      guard let value = SlotValue(node) else { throw TextProblem("the slot '\(name)' is no text or number") }
      slots[name] = value
    }
    return slots
  }

  private static func seconds(_ cell: String?) throws(TextProblem) -> Double? {
    guard let cell, !cell.isEmpty else { return nil }
    guard let seconds = Double(cell), seconds.isFinite else {
      throw TextProblem("'\(cell)' is no time in seconds")
    }
    return seconds
  }

  private static func seconds(_ node: JSONNode?) throws(TextProblem) -> Double? {
    switch node?.content {
    case nil, .null: return nil
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw TextProblem("a time is not a number of seconds")
    }
  }

  private static func channel(_ cell: String?) throws(TextProblem) -> Int? {
    guard let cell, !cell.isEmpty else { return nil }
    guard let channel = Int(cell), channel >= 1 else {
      throw TextProblem("'\(cell)' is no channel; they are counted from 1")
    }
    return channel
  }

  private static func channel(_ node: JSONNode?) throws(TextProblem) -> Int? {
    switch node?.content {
    case nil, .null: return nil
    case .integer(let integer): return try channel("\(integer)")
    case .text(let text): return try channel(text)
    default: throw TextProblem("the channel is no number; they are counted from 1")
    }
  }

  private static func text(_ node: JSONNode) -> String? {
    switch node.content {
    case .null, .text(""): nil
    case .text(let text): text
    default: node.value.description
    }
  }
}
