/// How much a JSON text is made of, told without reading it: a byte of brackets costs a hundred times what a byte of a string does.
enum JSONBulk {
  /// Whether a text has no more values than this, keys not counted. Of what is not JSON the answer means nothing.
  static func has(atMost limit: Int, in bytes: [UInt8], _ range: Range<Int>) -> Bool {
    // Each value but the first comes behind one byte of these.
    guard range.count > limit else { return true }
    return bytes.withUnsafeBufferPointer { bytes in
      var count = 1
      var isInString = false
      var index = range.lowerBound
      while index < range.upperBound {
        switch bytes[index] {
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "\\") where isInString: index += 1
        case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"):
          if !isInString {
            count += 1
            if count > limit { return false }
          }
        default: break
        }
        index += 1
      }
      return true
    }
  }
}
