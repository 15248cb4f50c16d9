extension Sequence<UInt8> {
  /// Whether a line has nothing but white space.
  package var isBlank: Bool { allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
}
