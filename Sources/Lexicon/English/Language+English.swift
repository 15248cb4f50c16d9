extension Language {
  /// English, American first.
  public static let english = Language(
    code: "en", dictionary: "lexicon.txt", bigrams: "bigrams.bin", conjunctions: ["and", "then", "also"],
    negations: negations, fillers: LikeWords.fillers, functionWords: LikeWords.functionWords, kinds: LikeWords.kinds,
    letterNames: LetterNames.pronunciations(of:), reducedForms: ReducedForms.variants(of:), guess: LetterToSound.guess,
    ending: ending(after:))

  private static let negations: Set<String> = Set(
    ["no", "not", "never", "cannot", "without", "nor", "neither"]
      + [
        "do", "does", "did", "is", "are", "was", "were", "ca", "wo", "would", "should", "could", "must", "have", "has",
      ]
      .flatMap { [$0 + "n't", $0 + "nt"] })

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
