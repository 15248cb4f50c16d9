import Batch
import Pictures

/// A confusion matrix as a table whose cells are the darker the fuller they are.
enum ConfusionTable {
  static func html(_ matrix: ConfusionMatrix) -> String {
    var html = HTML()
    html.add("<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th></th>")
    for column in matrix.columns { html.add("<th scope=\"col\"><bdi>\(HTML.escaped("\(column)"))</bdi></th>") }
    html.add("</tr></thead><tbody>")
    for row in matrix.rows {
      let total = matrix.columns.reduce(0) { $0 + matrix[row, $1] }
      let cells = matrix.columns.map { cell(matrix[row, $0], of: total, isRight: row == $0) }
      html.add("<tr><th scope=\"row\"><bdi>\(HTML.escaped("\(row)"))</bdi></th>\(cells.joined())</tr>")
    }
    html.add("</tbody></table></div>")
    return html.text
  }

  private static func cell(_ count: Int, of total: Int, isRight: Bool) -> String {
    guard count > 0 else { return "<td class=\"zero\">0</td>" }
    let share = DecimalText.fixed(Double(count) / Double(max(1, total)), digits: 3)
    return "<td class=\"\(isRight ? "right" : "wrong")\" style=\"--share:\(share)\">\(count)</td>"
  }
}
