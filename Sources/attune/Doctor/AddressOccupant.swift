import ArgumentParser
import AttuneClient
import Wire

/// Who is at an address at which a server could listen.
enum AddressOccupant: Hashable, Sendable {
  /// Nobody.
  case nobody
  /// A server of this program, of a version.
  case attune(version: String)
  /// A server of this program that says why it does not answer, such as that it has to be shown a token.
  case refusing(String)
  /// Something else, and what is known of it.
  case other(String)

  /// Asks whoever is there.
  ///
  /// - Parameter patience: how long an answer may take.
  static func of(_ address: ServerAddress, patience: Duration = .seconds(2)) async -> AddressOccupant {
    await withTaskGroup(of: AddressOccupant.self) { group in
      group.addTask { await asked(address, patience) }
      group.addTask {
        try? await Task.sleep(for: patience)
        return .other("it says nothing")
      }
      defer { group.cancelAll() }
      return await group.next() ?? .nobody
    }
  }

  private static func asked(_ address: ServerAddress, _ patience: Duration) async -> AddressOccupant {
    do {
      return try await AttuneClient(address, patience: patience).withConnection { sender, messages in
        try await sender.send(Describe())
        for try await message in messages {
          switch message {
          case .info(let info): return AddressOccupant(info)
          // Codes are this program's own.
          case .error(let error): return error.code == nil ? .other("it says: \(error.text)") : .refusing(error.text)
          default: break
          }
        }
        return .other("it closes the connection")
      }
    } catch ClientError.unreachable {
      return .nobody
    } catch {
      return .other(Explanation.text(of: error))
    }
  }

  /// Whoever says this of itself.
  init(_ info: Info) {
    let programs = info.recognizers + info.interpreters + info.spotters + info.handlers
    if let program = programs.first(where: { $0.name == Attune.configuration.commandName }) {
      self = .attune(version: program.version ?? "an unknown version")
    } else {
      self = .other("it is " + (programs.first.map { "'\($0.name)'" } ?? "a server of the Wyoming protocol"))
    }
  }
}
