import Glibc

/// Names of files as text. The system's names are bytes; most are UTF-8. In a name that is not, a byte that is no part of
/// UTF-8 is written `\xE9`, and a backslash `\\`: that is what is printed, and it can be opened again.
public enum PathName {
  private static let backslash = UInt8(ascii: "\\")

  /// The text of a name.
  public static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var (text, rest) = ("", Array(bytes)[...])
    while let first = rest.first {
      if let scalar = firstScalar(of: rest) {
        text += scalar == "\\" ? "\\\\" : String(scalar)
        rest = rest.dropFirst(String(scalar).utf8.count)
      } else {
        text += "\\x" + String(first >> 4, radix: 16) + String(first & 15, radix: 16)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// The bytes of a name, ended by a zero: as they are where there is such a file or folder, and otherwise without the
  /// escapes of `text`, where there is such a one.
  public static func bytes(_ text: String) -> [CChar] {
    let plain = text.utf8CString.map { $0 }
    guard text.utf8.contains(backslash), !SystemCall.exists(plain), let other = unescaped(text),
      SystemCall.exists(other)
    else { return plain }
    return other
  }

  /// Whether there is such a file or folder.
  public static func exists(_ text: String) -> Bool { access(bytes(text), F_OK) == 0 }

  /// A text without escapes; nil where it has none that stands for a byte.
  static func unescaped(_ text: String) -> [CChar]? {
    var (bytes, rest, isEscaped) = ([UInt8](), Array(text.utf8)[...], false)
    while let first = rest.popFirst() {
      guard first == backslash else {
        bytes.append(first)
        continue
      }
      if rest.first == backslash {
        bytes.append(backslash)
        rest = rest.dropFirst()
      } else if rest.first == UInt8(ascii: "x"), let byte = byte(rest.dropFirst().prefix(2)) {
        bytes.append(byte)
        rest = rest.dropFirst(3)
        isEscaped = true
      } else {
        return nil
      }
    }
    return isEscaped ? bytes.map { CChar(truncatingIfNeeded: $0) } + [0] : nil
  }

  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard digits.count == 2, let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), byte >= 0x80 else {
      return nil
    }
    return byte
  }

  private static func firstScalar(of bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
    for length in 1...4 {
      if let text = String(validating: bytes.prefix(length), as: UTF8.self), let scalar = text.unicodeScalars.first {
        return scalar
      }
    }
    return nil
  }
}
