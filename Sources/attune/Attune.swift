@main struct Attune { static func main() {} }
