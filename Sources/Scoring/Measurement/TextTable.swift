/// A table of aligned columns for a person; numbers stand to the right.
struct TextTable {
  private var rows: [[String]]

  init(_ header: [String]) { rows = [header] }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines without a newline at the end.
  var text: String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[index] - cell.count)
        // The first column names what the others count.
        line += index == 0 ? cell + space : "  " + space + cell
      }
      return line
    }.joined(separator: "\n")
  }
}
