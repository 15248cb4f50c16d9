extension Language {
  /// English, American first.
  public static let english = Language(
    code: "en", dictionary: "lexicon.txt", letterNames: LetterNames.pronunciations(of:),
    reducedForms: ReducedForms.variants(of:), guess: LetterToSound.guess, ending: ending(after:))

  /// S, Z or IH Z, whichever the last phone asks for.
  private static func ending(after pronunciation: Pronunciation) -> [Phone] {
    let last = pronunciation.phones.last?.description ?? ""
    let ending =
      switch last {
      case "S", "Z", "SH", "ZH", "CH", "JH": ["IH", "Z"]
      case "P", "T", "K", "F", "TH": ["S"]
      default: ["Z"]
      }
    return ending.compactMap { Phone(arpabet: $0) }
  }
}
