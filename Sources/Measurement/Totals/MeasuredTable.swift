/// A part of what was measured, in rows; the first cell of each names what the others count.
struct MeasuredTable {
  var title: String
  var header: [String]
  var rows: [[String]] = []

  /// Aligned columns for a person, without a newline at the end.
  var text: String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      let cells = zip(row, widths).enumerated().map { index, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + space : "  " + space + cell.0
      }
      return cells.joined()
    }.joined(separator: "\n")
  }

  /// The same in Markdown.
  var markdown: String {
    ([header, header.map { _ in "---" }] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}
