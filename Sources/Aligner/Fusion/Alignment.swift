public import Kernels

/// Where the phones of a transcript were heard.
///
/// Before each of N phones, and after the last, there is a gap; every one of T frames belongs to a phone or to a gap.
/// All values are probabilities.
public struct Alignment: Sendable {
  /// [T, N]: the frame belongs to this phone.
  public var phones: Matrix
  /// [T, N + 1]: the frame belongs to the gap before this phone, or to the one after the last.
  public var gaps: Matrix
  /// [N]: the phone was heard at all.
  public var entered: [Float]

  /// [T, N]: the frame belongs to this phone or, by halves, to a gap beside it.
  func near(into near: inout Matrix) {
    near.reshape(rows: phones.rows, columns: phones.columns)
    for frame in 0..<phones.rows {
      for phone in 0..<phones.columns {
        near[frame, phone] = phones[frame, phone] + (gaps[frame, phone] + gaps[frame, phone + 1]) / 2
      }
    }
  }
}
