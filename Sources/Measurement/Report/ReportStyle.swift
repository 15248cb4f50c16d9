/// How a report looks: on a phone and on a desk, by day, by night and on paper.
enum ReportStyle {
  static let css = """
    :root { color-scheme: light dark; --paper: #fff; --ink: #1a1a1a; --grey: #5c5c5c; --line: #ddd; --card: #f5f6f8;
      --good: #0072b2; --bad: #d55e00; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #16181b; --ink: #e8e8e8; --grey: #a5a9ae; --line: #383c42; --card: #202327; --good: #56b4e9;
        --bad: #ff9b55; }
      figure svg { filter: invert(0.9) hue-rotate(180deg); }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.25rem; max-width: 64rem; background: var(--paper); color: var(--ink);
      font: 1rem/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
    h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
    h3 { font-size: 1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
    p { margin: .25rem 0; max-width: 46rem; }
    .note, dt, figcaption { color: var(--grey); }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem; margin: 1rem 0; }
    .cards div { background: var(--card); border-radius: .5rem; padding: .75rem 1rem; }
    .cards b { display: block; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
    .cards span { color: var(--grey); font-size: .85rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .5rem 0; }
    th, td { padding: .25rem .75rem .25rem 0; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
    th:first-child { text-align: left; font-weight: normal; }
    thead th { color: var(--grey); font-weight: normal; vertical-align: bottom; }
    .matrix td { padding: .25rem .6rem; border: 1px solid var(--line); text-align: center; }
    .matrix .zero { color: var(--grey); }
    .matrix .right { background: color-mix(in srgb, var(--good) calc(var(--share) * 60%), transparent); }
    .matrix .wrong { background: color-mix(in srgb, var(--bad) calc(15% + var(--share) * 60%), transparent); }
    .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; }
    figure { margin: .5rem 0; }
    figure svg { display: block; width: 100%; min-width: min(var(--width), 20rem); max-width: var(--width); height: auto; }
    article { background: var(--card); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
    article figure svg { min-width: calc(var(--width) * .72); }
    article audio { width: 100%; max-width: 30rem; margin: .5rem 0; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .75rem; margin: .25rem 0; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .good { color: var(--good); } .bad { color: var(--bad); }
    @media (max-width: 30rem) { body { padding: .75rem; } .cards { grid-template-columns: 1fr 1fr; }
      .cards b { font-size: 1.2rem; } article { padding: .75rem; } }
    @media print {
      :root { --paper: #fff; --ink: #000; --grey: #444; --line: #bbb; --card: #fff; --good: #0072b2; --bad: #d55e00; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      figure svg { filter: none; min-width: 0 !important; }
      audio { display: none; }
      .scroll { overflow: visible; }
      article, figure, .cards, tr { break-inside: avoid; }
      article { border: 1px solid var(--line); }
      h2, .note { break-after: avoid; }
    }
    """
}
