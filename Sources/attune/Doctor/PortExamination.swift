import AttuneClient

/// Whether a server can listen, or already does.
struct PortExamination: Examination {
  let subject = "port"
  /// Where.
  let address: ServerAddress

  func finding(on machine: Machine) async -> Finding {
    switch await machine.occupant(address) {
    case .nobody: .ok("nobody listens at \(address): attune serve can")
    case .attune(let version): .ok("attune \(version) answers at \(address)")
    case .refusing(let reason): .ok("attune answers at \(address): \(reason)")
    case .other(let reason):
      .wrong(
        "something that is not attune has \(address): \(reason)",
        "end it (ss --listening --tcp --processes tells what it is), or choose another port with attune serve --listen")
    }
  }
}
