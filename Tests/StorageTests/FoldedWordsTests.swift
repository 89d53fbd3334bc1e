import DeskTesting
import Testing

@testable import Storage

@Suite("The words that the index keeps")
struct FoldedWordsTests {
    @Test("are small letters and digits without diacritics, each once")
    func folds() {
        #expect(FoldedWords("Går inte ÅTKOMST, gar inte!").once == "gar inte atkomst")
        #expect(FoldedWords("RFA8: e-post 2026\u{AD}11").once == "rfa8 e post 202611")
        #expect(FoldedWords("a\u{30A}r Å").once == "ar a")
        #expect(FoldedWords("").once == "")
    }

    @Test("stand there once, however many there are and however alike they begin")
    func once() {
        var random = SeededRandom(seed: 64)
        for count in [0, 1, 63, 64, 65, 5_000] {
            // Each begins as another does, and most come more than once.
            let words = (0..<count).map { _ in
                String(repeating: "ab", count: 1 + Int(random.next() % 20))
                    + "\(random.next() % 50)"
            }
            var seen: Set<String> = []
            let wanted = words.filter { seen.insert($0).inserted }
            #expect(
                FoldedWords(words.joined(separator: ", ")).once.split(separator: " ")
                    == wanted.map { Substring($0) }
            )
        }
    }

    /// A text of Latin letters is read by a table, any other one as Unicode takes it apart.
    @Test("are the same whichever way a letter is looked up")
    func tableAgrees() {
        for value in UInt32(0)..<0x300 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "x\(scalar)y \(scalar)"
            let byTable = FoldedWords(text).map { $0 }
            let byUnicode = FoldedWords("\(text) \u{4E00}").dropLast().map { $0 }
            #expect(byTable == byUnicode, "U+\(String(value, radix: 16))")
        }
    }

    @Test("of a search may be unfinished at its end, from three letters on")
    func unfinished() {
        #expect(FoldedWords("går du").query == "'gar' & 'du'")
        #expect(FoldedWords("du går").query == "'du' & 'gar':*")
        #expect(FoldedWords("å").query == "'a'")
        #expect(FoldedWords("?").query == nil)
    }

    @Test("end at 64 letters")
    func bounds() {
        let max = FoldedWords.scalarsMax
        for length in [max - 1, max, max + 1] {
            let word = String(repeating: "å", count: length)
            #expect(FoldedWords(word).once.count == min(length, max))
        }
    }
}
