import Pictures

/// HTML, written piece by piece. Whatever comes from outside goes through `escaped`.
struct HTML {
  private(set) var text = ""

  /// Text as an element's content or an attribute's value.
  static func escaped(_ text: String) -> String { XML.escaped(text) }

  /// Adds what is HTML already.
  mutating func add(_ html: String) { text += html + "\n" }

  /// Adds an element with text in it.
  mutating func add(_ name: String, _ content: String, class kind: String? = nil) {
    add(XML.element(name, kind.map { [("class", $0)] } ?? [], content: content))
  }

  /// Adds a heading and what stands below it.
  mutating func section(_ title: String, note: String? = nil, _ body: (inout HTML) -> Void) {
    add("<section>")
    add("h2", title)
    if let note { add("p", note, class: "note") }
    body(&self)
    add("</section>")
  }

  /// Adds a table; the first column names what the others count.
  mutating func table(_ header: [String], _ rows: [[String]]) {
    add("<div class=\"scroll\"><table><thead><tr>")
    for cell in header { add("<th scope=\"col\">\(Self.escaped(cell))</th>") }
    add("</tr></thead><tbody>")
    for row in rows {
      let cells = row.enumerated().map { index, cell in
        index == 0 ? "<th scope=\"row\"><bdi>\(Self.escaped(cell))</bdi></th>" : "<td>\(Self.escaped(cell))</td>"
      }
      add("<tr>\(cells.joined())</tr>")
    }
    add("</tbody></table></div>")
  }

  /// Adds a drawing as it is, with its picture inside.
  mutating func figure(_ drawing: Drawing) {
    add("<figure class=\"scroll\" style=\"--width:\(drawing.width)px\">")
    add(drawing.svg)
    add("</figure>")
  }
}
