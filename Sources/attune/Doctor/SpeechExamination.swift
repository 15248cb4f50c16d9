/// Whether something can speak for a rehearsal.
struct SpeechExamination: Examination {
  let subject = "espeak-ng"

  func finding(on machine: Machine) async -> Finding {
    if let path = machine.program("espeak-ng") { return .ok("\(path) can speak for attune rehearse") }
    let other = machine.program("flite").map { "; \($0) speaks for it meanwhile" } ?? ""
    return .absent(
      "espeak-ng is not installed, whose voices attune rehearse uses\(other)", "apt-get install espeak-ng")
  }
}
