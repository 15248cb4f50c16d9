import AttuneClient
import Capture
import Kernels

/// What examinations ask of the machine. Tests make up others.
struct Machine: Sendable {
  /// The text of a small file; nil where it cannot be read.
  var text: @Sendable (_ path: String) -> String?
  /// What lies in a folder; nil where it cannot be read.
  var names: @Sendable (_ folder: String) -> [String]?
  /// Whether this user may read and write there.
  var mayUse: @Sendable (_ path: String) -> Bool
  /// The group to which something belongs; nil where it is not there or the group has no name.
  var group: @Sendable (_ path: String) -> String?
  /// The path of an installed program; nil where there is none.
  var program: @Sendable (_ name: String) -> String?
  /// What a program writes to standard output; nil where it cannot be run or does not succeed.
  var output: @Sendable (_ program: String, _ arguments: [String]) -> String?
  /// What can be listened to.
  var devices: @Sendable () -> [CaptureDeviceInfo]
  /// What computes.
  var kernels: @Sendable () -> ProcessorKernels
  /// Who is at an address.
  var occupant: @Sendable (_ address: ServerAddress) async -> AddressOccupant
  /// The folder of the executable, in which the resources lie.
  var folder: String
}
